package tallyroll.verify;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.BucketBatches;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Request.Losses;
import tallyroll.record.SystemOfRecord;

/**
 * Corrects exactly the rows that verifying finds to differ: their record buckets become batches of the pipeline's own log, so a
 * repair cannot race the stream (rule R10), and new events take turns with it.
 *
 * <p>One pass: the comparison names every damaged bucket, however many rows of it differ, and each is recomputed once. Where a pass
 * was given up, the next one finds what is left.
 */
public final class Repair {
    private final Verification verification;
    private final SystemOfRecord record;
    private final Recounts recounts;
    private final Listener listener;

    /** What came of it. @param right whether nothing differs afterwards */
    public record Result(boolean right, String message) {}

    /** Hears how a repair goes; what it throws ends it, between two batches. */
    public interface Listener {
        /** Hears nothing. */
        Listener NONE = new Listener() {
            @Override
            public void compared(VerificationReport found) {}

            @Override
            public void progress(long done, long total, String message) {}

            @Override
            public void corrected(long rows, int batches, VerificationReport found) {}
        };

        /** What was found before anything was corrected. */
        void compared(VerificationReport found);

        /** So many of {@code total} record buckets are done. */
        void progress(long done, long total, String message);

        /** What was found in the corrected buckets afterwards. */
        void corrected(long rows, int batches, VerificationReport found);
    }

    public Repair(Verification verification, SystemOfRecord record, BatchRunner runner, Listener listener) {
        this.verification = verification;
        this.record = record;
        recounts = new Recounts(runner);
        this.listener = listener;
    }

    /**
     * Compares an interval of event time, corrects it, and compares what was corrected again.
     *
     * @throws LostEventsException where the record has lost events and that is not accepted; nothing was changed
     */
    public Result correct(long from, long until, Losses losses) {
        listener.progress(0, 0, "comparing every row with the record");
        VerificationReport found = verification.compare(from, until);
        listener.compared(found);
        Set<Long> buckets = new TreeSet<>(found.damaged());
        if (!found.losses().isEmpty()) {
            if (losses == Losses.REFUSE) {
                throw new LostEventsException("repair", verification.pipeline().name(), found.losses());
            }
            found.losses().forEach(loss -> buckets.add(loss.bucket()));
        }
        return buckets.isEmpty() ? nothing(found) : correct(List.copyOf(buckets));
    }

    private Result correct(List<Long> buckets) {
        long rows = 0;
        int done = 0;
        List<List<Long>> batches = BucketBatches.of(buckets, record);
        for (List<Long> some : batches) {
            listener.progress(done, buckets.size(), "recomputing record buckets");
            rows += recounts.of(some).map(CommittedBatch::rows).orElse(0L);
            done += some.size();
        }
        listener.progress(done, buckets.size(), "comparing once more");
        VerificationReport after =
                verification.compare(buckets.get(0), verification.endOf(buckets.get(buckets.size() - 1)));
        listener.corrected(rows, batches.size(), after);
        String message = "corrected %,d rows of %,d record buckets in %,d batches; drift %,d"
                .formatted(rows, buckets.size(), batches.size(), after.drifted());
        return new Result(after.right(), message);
    }

    private static Result nothing(VerificationReport found) {
        return new Result(true, "compared %,d rows; drift 0, nothing to correct".formatted(found.rows()));
    }
}
