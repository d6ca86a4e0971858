package tallyroll.job;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.flow.RecountTask;
import tallyroll.flow.Scope;
import tallyroll.flow.TaskWork;
import tallyroll.store.CassandraStores;

/** The map side of recomputing, on an executor. */
final class RecountStage implements PairFlatMapFunction<Iterator<RecountStage.Share>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final TaskWork work;
    private final Scope.Recount scope;

    /** Some of the scope's record buckets, for one task. */
    record Share(int task, List<Long> buckets) implements Serializable {}

    RecountStage(TaskWork work, Scope.Recount scope) {
        this.work = work;
        this.scope = scope;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Share> shares) {
        Share share = shares.next();
        return TallyJobs.pairs(new RecountTask(
                work,
                scope,
                share.task(),
                share.buckets(),
                CassandraStores.shared(work.pipeline()).record()));
    }
}
