package tallyroll.job;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;
import tallyroll.apply.Retry;
import tallyroll.flow.ApplyTask;
import tallyroll.flow.Mode;
import tallyroll.flow.Scope;
import tallyroll.flow.ShuffleRecord;
import tallyroll.flow.TaskWork;
import tallyroll.store.Stores;

/** The apply side of every batch, on an executor. */
final class ApplyStage implements FlatMapFunction<Iterator<Tuple2<byte[], byte[]>>, byte[]> {
    private static final long serialVersionUID = 1L;
    private static final long FIRST_DELAY_MILLIS = 100;

    private final TaskWork work;
    private final Mode mode;
    private final Scope.Recount scope;

    ApplyStage(TaskWork work, Mode mode, Scope.Recount scope) {
        this.work = work;
        this.mode = mode;
        this.scope = scope;
    }

    @Override
    public Iterator<byte[]> call(Iterator<Tuple2<byte[], byte[]>> sorted) {
        long start = System.currentTimeMillis();
        Stores stores = Stores.shared(work.pipeline());
        ApplyTask task = mode == Mode.MERGE
                ? ApplyTask.ofNewEvents(work, Attempt.number(), stores.summaries(), stores.counters(), backOff())
                : new ApplyTask(work, Attempt.number(), mode, scope, stores.summaries(), backOff());
        return List.of(JavaBytes.write(new Applied(task.run(packets(sorted)), start)))
                .iterator();
    }

    /** Seven looks at an unknown write over some thirteen seconds; then the task fails and Spark tries it anew. */
    private static Retry backOff() {
        return new Retry(
                7,
                attempt ->
                        CompletableFuture.delayedExecutor(FIRST_DELAY_MILLIS << (attempt - 1), TimeUnit.MILLISECONDS));
    }

    private static Iterator<ShuffleRecord> packets(Iterator<Tuple2<byte[], byte[]>> pairs) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public ShuffleRecord next() {
                Tuple2<byte[], byte[]> pair = pairs.next();
                return new ShuffleRecord(pair._1(), pair._2());
            }
        };
    }
}
