package tallyroll.job;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import tallyroll.batch.Jobs.MapSide;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.MapTask;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** The map side of every batch, on an executor. */
final class MapStage implements PairFlatMapFunction<Iterator<Integer>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final StoreSettings settings;
    private final BatchTasks tasks;
    private final MapSide steps;
    private final int count;

    /** @param count of map tasks */
    MapStage(StoreSettings settings, BatchTasks tasks, MapSide steps, int count) {
        this.settings = settings;
        this.tasks = tasks;
        this.steps = steps;
        this.count = count;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Integer> indexes) {
        MapTask task = tasks.mapTask(
                indexes.next(), count, Attempt.number(), Stores.shared(settings).record());
        TaskCompletionListener closing = context -> task.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return Pairs.of(steps.run(task));
    }
}
