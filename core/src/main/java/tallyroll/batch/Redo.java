package tallyroll.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import tallyroll.control.LeaseHolder;
import tallyroll.control.Request;
import tallyroll.control.Request.Losses;
import tallyroll.control.SettleClaim;
import tallyroll.flow.BucketScope;
import tallyroll.flow.TaskPlan;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;
import tallyroll.record.SystemOfRecord;

/**
 * Recounts every recorded bucket of a range of event time, whatever its rows say, and replaces those that differ: what people mean
 * when they delete a day and insert it again, without a moment in which the day is missing.
 *
 * <p>Its batches are settling batches of the pipeline's own log and take turns with new events. A bucket that gets an event between
 * the search for its repeated identities and the claim is not recounted by that batch, so it is tried again, but not for ever: one that
 * is still filling may get events each time.
 */
public final class Redo {
    /** As often as a bucket is tried. */
    private static final int MAX_PASSES = 5;

    private final TaskPlan plan;
    private final LeaseHolder lease;
    private final SystemOfRecord record;
    private final Recounting recounting;

    /** Runs a batch that recounts some buckets and looks at all their rows; empty where none was run. */
    @FunctionalInterface
    public interface Recounting {
        Optional<CommittedBatch> recount(List<Long> buckets);
    }

    /** Hears before each batch that {@code done} of {@code total} buckets are recounted; what it throws ends the work there. */
    @FunctionalInterface
    public interface Progress {
        void recounted(long done, long total);
    }

    /**
     * What came of it.
     *
     * @param buckets how many were recounted
     * @param rows those that differed
     * @param left buckets that were not recounted, for they got new events each time, or their batch was given up
     * @param losses of what the record has lost events; where there are any and they are not accepted, nothing was changed
     */
    public record Outcome(int buckets, int batches, long rows, List<Long> left, List<LostEvents> losses) {
        public Outcome {
            left = List.copyOf(left);
            losses = List.copyOf(losses);
        }
    }

    public Redo(TaskPlan plan, LeaseHolder lease, SystemOfRecord record, Recounting recounting) {
        this.plan = plan;
        this.lease = lease;
        this.record = record;
        this.recounting = recounting;
    }

    /** Recounts what is asked for. Doing it again changes nothing that is right. */
    public Outcome recount(Request.Redo asked, Progress progress) {
        NavigableSet<Long> left = buckets(asked);
        List<LostEvents> losses = left.isEmpty() ? List.of() : losses(List.copyOf(left));
        if (left.isEmpty() || (!losses.isEmpty() && asked.losses() == Losses.REFUSE)) {
            return new Outcome(0, 0, 0, List.of(), losses);
        }
        int total = left.size();
        int batches = 0;
        long rows = 0;
        for (int pass = 0; pass < MAX_PASSES && !left.isEmpty(); pass++) {
            for (List<Long> some : BucketBatches.of(List.copyOf(left), record)) {
                progress.recounted(total - left.size(), total);
                Optional<CommittedBatch> committed = recounting.recount(some);
                if (committed.isPresent()) {
                    batches++;
                    rows += committed.get().rows();
                    left.removeAll(recounted(committed.get()));
                }
            }
            left.headSet(eventsFrom(), false).clear(); // what is forgotten meanwhile keeps its rows
        }
        progress.recounted(total - left.size(), total);
        return new Outcome(total - left.size(), batches, rows, new ArrayList<>(left), List.of());
    }

    private static List<Long> recounted(CommittedBatch committed) {
        return committed.claim().match(ingest -> List.of(), SettleClaim::buckets, forget -> List.of());
    }

    private NavigableSet<Long> buckets(Request.Redo asked) {
        long from = asked.from() == Long.MIN_VALUE
                ? asked.from()
                : plan.recordBucket().floor(asked.from());
        NavigableSet<Long> buckets = new TreeSet<>();
        record.marks(Math.max(from, eventsFrom()), asked.until()).forEach(mark -> buckets.add(mark.bucket()));
        return buckets;
    }

    private long eventsFrom() {
        return lease.state().forgotten().eventsBefore();
    }

    /** Of all that is read: a rollup whose buckets are longer than the record's needs more than was asked for. */
    private List<LostEvents> losses(List<Long> buckets) {
        List<Long> read = new BucketScope(plan, buckets).recordBuckets();
        List<BucketMark> marks = record.marks(Math.max(read.get(0), eventsFrom()), read.get(read.size() - 1) + 1);
        TreeSet<Long> scope = new TreeSet<>(read);
        return LossCheck.of(
                record,
                marks.stream().filter(mark -> scope.contains(mark.bucket())).toList());
    }
}
