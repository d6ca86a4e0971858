package tallyroll.flow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.record.BucketMark;
import tallyroll.record.SystemOfRecord;

/**
 * What earlier runs of a task's batch, and earlier attempts of the task, have recorded (rules R6, R11).
 *
 * <p>It is durable, while the source may give less by now: it has dropped old positions, been compacted, or was the memory of a
 * driver that has ended. So an event that stands in the record is not recorded again, and one that the source no longer gives is
 * read from there, as if the source had given it. Rows that an earlier run applied hold exactly these events, for nothing was
 * applied before all of them were recorded; so the rows, the record and the books agree.
 *
 * <p>Its buckets are those whose last mark is this batch's: the batch is the open one, so none can be marked by a later. State is
 * two bits a position. Not thread-safe.
 */
final class RecordedBefore {
    private final SystemOfRecord record;
    private final IngestClaim claim;
    private final int task;
    private final Claim.Range range;
    private final List<Long> buckets;
    private final BitSet held = new BitSet();
    private final BitSet given = new BitSet();

    private RecordedBefore(SystemOfRecord record, IngestClaim claim, int task, List<Long> buckets) {
        this.record = record;
        this.claim = claim;
        this.task = task;
        this.buckets = buckets;
        range = claim.range(task);
        buckets.forEach(bucket ->
                record.readTask(bucket, claim, task, (source, offset, raw) -> held.set(index(offset))));
    }

    /** Looks where something may have been recorded: in a further run of the batch, or a further attempt of the task. */
    static RecordedBefore of(SystemOfRecord record, IngestClaim claim, int task, int attempt) {
        if (claim.run() == 1 && attempt == 0) {
            return new RecordedBefore(record, claim, task, List.of());
        }
        List<Long> touched = record.marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .filter(mark -> mark.lastBatch() == claim.batch())
                .map(BucketMark::bucket)
                .toList();
        return new RecordedBefore(record, claim, task, touched);
    }

    boolean holds(long offset) {
        return !held.isEmpty() && held.get(index(offset));
    }

    /** Tells that the source gives a position. */
    void given(long offset) {
        if (!held.isEmpty()) {
            given.set(index(offset));
        }
    }

    /** The buckets to look into for what the source did not give; asked when it has given everything. */
    List<Long> buckets() {
        BitSet missing = (BitSet) held.clone();
        missing.andNot(given);
        return missing.isEmpty() ? List.of() : buckets;
    }

    /** Gives the events of a bucket that the source did not give. */
    void visitMissing(long bucket, Visitor visitor) {
        record.readTask(bucket, claim, task, (source, offset, raw) -> {
            if (!given.get(index(offset))) {
                given.set(index(offset)); // late writes of two attempts may hold it twice
                visitor.event(offset, raw);
            }
        });
    }

    /** The parts of a gap that the record does not hold. */
    List<Claim.Range> missingFrom(Claim.Range gap) {
        if (held.isEmpty()) {
            return List.of(gap);
        }
        List<Claim.Range> parts = new ArrayList<>();
        long at = gap.from();
        while (at < gap.until()) {
            long from = range.from() + held.nextClearBit(index(at));
            int next = held.nextSetBit(index(from));
            long until = next < 0 ? gap.until() : Math.min(gap.until(), range.from() + next);
            if (from < until) {
                parts.add(new Claim.Range(gap.source(), gap.partition(), from, until));
            }
            at = Math.max(until, from);
        }
        return parts;
    }

    private int index(long offset) {
        return Math.toIntExact(offset - range.from());
    }

    /** Receives an event's position and its bytes, valid during the call. */
    interface Visitor {
        void event(long offset, Slice raw);
    }
}
