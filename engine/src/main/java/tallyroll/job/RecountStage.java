package tallyroll.job;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.RecountTask;
import tallyroll.flow.RecountTask.Share;
import tallyroll.flow.Scope;
import tallyroll.flow.TaskWork;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.Stores;

/** The map side of recomputing, on an executor. */
final class RecountStage implements PairFlatMapFunction<Iterator<Integer>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final TaskWork work;
    private final Scope.Recount scope;
    private final CrossBucketDuplicates moves;
    private final List<Share> shares;

    RecountStage(TaskWork work, Scope.Recount scope, CrossBucketDuplicates moves, List<Share> shares) {
        this.work = work;
        this.scope = scope;
        this.moves = moves;
        this.shares = shares;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Integer> indexes) {
        SystemOfRecord record = Stores.shared(work.pipeline()).record();
        return TallyJobs.pairs(new RecountTask(work, scope, moves, shares.get(indexes.next()), record));
    }
}
