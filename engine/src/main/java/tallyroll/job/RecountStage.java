package tallyroll.job;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.flow.RecountTask;
import tallyroll.flow.Scope;
import tallyroll.flow.TaskWork;
import tallyroll.store.Stores;

/** The map side of recomputing, on an executor. */
final class RecountStage implements PairFlatMapFunction<Iterator<Integer>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final TaskWork work;
    private final Scope.Recount scope;
    private final List<Share> shares;

    /** Some of the scope's record buckets, for one task. */
    record Share(int task, List<Long> buckets) implements Serializable {}

    RecountStage(TaskWork work, Scope.Recount scope, List<Share> shares) {
        this.work = work;
        this.scope = scope;
        this.shares = shares;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Integer> indexes) {
        Share share = shares.get(indexes.next());
        return TallyJobs.pairs(new RecountTask(
                work,
                scope,
                share.task(),
                share.buckets(),
                Stores.shared(work.pipeline()).record()));
    }
}
