package tallyroll.job;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;
import tallyroll.batch.Jobs.ApplySide;
import tallyroll.control.OpenClaims;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.retry.Retries;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** The apply side of every batch, on an executor. */
final class ApplyStage implements FlatMapFunction<Iterator<Tuple2<byte[], byte[]>>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final StoreSettings settings;
    private final BatchTasks tasks;
    private final ApplySide steps;

    ApplyStage(StoreSettings settings, BatchTasks tasks, ApplySide steps) {
        this.settings = settings;
        this.tasks = tasks;
        this.steps = steps;
    }

    @Override
    public Iterator<byte[]> call(Iterator<Tuple2<byte[], byte[]>> sorted) {
        long start = System.currentTimeMillis();
        Stores stores = Stores.shared(settings);
        ApplyPorts ports = new ApplyPorts(
                stores.summaries(),
                stores.counters(),
                Retries.inTask(Retries.STORE_APPLY, Attempt.number()),
                OpenClaims.in(stores.control(), tasks.plan().pipeline()));
        Applied applied =
                new Applied(steps.run(tasks.applyTask(Attempt.number(), Pairs.records(sorted), ports)), start);
        return List.of(JavaBytes.write(applied)).iterator();
    }
}
