package tallyroll.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Claim;
import tallyroll.control.Request.Losses;
import tallyroll.record.BucketMark;
import tallyroll.record.SystemOfRecord;

/**
 * Corrects exactly the rows that verifying finds to differ: their record buckets become batches of the pipeline's own log, so a
 * repair cannot race the stream (rule R10), and new events take turns with it.
 *
 * <p>One pass: the comparison names every damaged bucket, however many rows of it differ, and each is recomputed once. Where a pass
 * was given up, the next one finds what is left.
 */
public final class Repair {
    /** In one batch, so that new events need not wait long for their turn and a claim stays small. */
    private static final int MAX_BUCKETS = 1_000;

    private static final long MAX_EVENTS = 5_000_000;

    private final Verification verification;
    private final SystemOfRecord record;
    private final BatchRunner runner;
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
        this.runner = runner;
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
                throw new LostEventsException(verification.pipeline().name(), found.losses());
            }
            found.losses().forEach(loss -> buckets.add(loss.bucket()));
        }
        return buckets.isEmpty() ? nothing(found) : correct(List.copyOf(buckets));
    }

    private Result correct(List<Long> buckets) {
        long rows = 0;
        int done = 0;
        List<List<Long>> batches = cut(buckets);
        for (List<Long> some : batches) {
            listener.progress(done, buckets.size(), "recomputing record buckets");
            Optional<CommittedBatch> committed = recomputed(some);
            rows += committed.map(CommittedBatch::rows).orElse(0L);
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

    private Optional<CommittedBatch> recomputed(List<Long> buckets) {
        try {
            return runner.settle(buckets, Claim.Cause.REPAIR);
        } catch (Exception failed) { // also Spark's, which it does not declare
            throw new UnfinishedBatchException(failed);
        }
    }

    /** Batches of bounded size, by the events that each bucket had when it was settled. */
    private List<List<Long>> cut(List<Long> buckets) {
        Map<Long, Long> events = new HashMap<>();
        for (BucketMark mark : record.marks(buckets.get(0), buckets.get(buckets.size() - 1) + 1)) {
            events.put(mark.bucket(), mark.distinct() + mark.duplicates());
        }
        List<List<Long>> batches = new ArrayList<>();
        List<Long> open = new ArrayList<>();
        long held = 0;
        for (long bucket : buckets) {
            long more = events.getOrDefault(bucket, 0L);
            if (!open.isEmpty() && (open.size() == MAX_BUCKETS || held + more > MAX_EVENTS)) {
                batches.add(List.copyOf(open));
                open.clear();
                held = 0;
            }
            open.add(bucket);
            held += more;
        }
        batches.add(List.copyOf(open));
        return batches;
    }

    private static Result nothing(VerificationReport found) {
        return new Result(true, "compared %,d rows; drift 0, nothing to correct".formatted(found.rows()));
    }
}
