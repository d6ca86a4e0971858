package tallyroll.job;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import tallyroll.control.Claim;
import tallyroll.flow.IngestTask;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskWork;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.Stores;

/** The map side of new events, on an executor. */
final class IngestStage implements PairFlatMapFunction<Iterator<Integer>, byte[], byte[]> {
    private static final long serialVersionUID = 1L;

    private final TaskWork work;
    private final SourceOpener opener;

    IngestStage(TaskWork work, SourceOpener opener) {
        this.work = work;
        this.opener = opener;
    }

    @Override
    public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Integer> indexes) {
        int task = indexes.next();
        Claim.Range range = ((Claim.Ingest) work.claim().content()).ranges().get(task);
        SystemOfRecord.Appender appender =
                Stores.shared(work.pipeline()).record().appender(work.claim(), task, Attempt.number());
        IngestTask binding = new IngestTask(work, task, opener.open(range), appender);
        TaskCompletionListener closing = context -> binding.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return TallyJobs.pairs(binding);
    }
}
