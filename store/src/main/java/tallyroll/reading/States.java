package tallyroll.reading;

import java.util.List;
import java.util.Optional;
import tallyroll.bucket.Granularity;
import tallyroll.control.Forgotten;
import tallyroll.control.PipelineState;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.store.Stores;
import tallyroll.summary.SummaryRow;
import tallyroll.time.Micros;

/**
 * How far rows of a range can be relied on, by the marks of the record buckets (rule R8) as they were when this was made.
 *
 * <p>Made before the rows are read. A row that changes in between names a later batch than any that is known to have settled its
 * buckets, so it is dirty, never settled by mistake. Settling that ends in between is not seen: then a row that is right is said to be dirty.
 */
final class States {
    /** Nothing is known of any row. */
    static final States UNKNOWN = new States(null, new long[0], List.of(), 0, Optional.empty(), 0);

    private final Granularity recordBucket;
    private final long[] starts;
    private final List<BucketMark> marks;
    /** Record buckets that end by then are not live, µs. */
    private final long liveAfter;

    private final Optional<Redefined> redefined;
    private final long eventsBefore;

    private States(
            Granularity recordBucket,
            long[] starts,
            List<BucketMark> marks,
            long liveAfter,
            Optional<Redefined> redefined,
            long eventsBefore) {
        this.recordBucket = recordBucket;
        this.starts = starts;
        this.marks = marks;
        this.liveAfter = liveAfter;
        this.redefined = redefined;
        this.eventsBefore = eventsBefore;
    }

    /**
     * What is known of a row.
     *
     * @param settledBatch the last batch that settled one of its record buckets, 0 where none did
     * @param earlierDefinition whether it is of the definition before
     */
    record Found(RowState state, long settledBatch, boolean earlierDefinition) {
        static final Found NOTHING = new Found(RowState.UNKNOWN, 0, false);

        Found and(Found other) {
            return new Found(
                    state.and(other.state),
                    Math.max(settledBatch, other.settledBatch),
                    earlierDefinition || other.earlierDefinition);
        }
    }

    /** Of a rollup's rows in {@code [from, until)}; of a pipeline that keeps no record, nothing. */
    static States of(Pipeline pipeline, Stores stores, String rollup, long from, long until, long nowMicros) {
        if (pipeline.systemOfRecord().isEmpty() || !stores.exist()) {
            return UNKNOWN;
        }
        Granularity bucket = pipeline.record().bucket();
        Optional<PipelineState> control = stores.control().read(pipeline.name());
        List<BucketMark> marks = stores.record().marks(bucket.floor(from), bucket.end(bucket.floor(until - 1)));
        return new States(
                bucket,
                marks.stream().mapToLong(BucketMark::bucket).toArray(),
                marks,
                nowMicros - Micros.of(pipeline.grace()),
                control.flatMap(state -> state.definition().rollup(rollup))
                        .map(StoredRollup::redefined)
                        .filter(Redefined::leavesOldRows),
                control.map(PipelineState::forgotten).orElse(Forgotten.NOTHING).eventsBefore());
    }

    /** Of a row of {@code [row.bucket(), end)}. */
    Found of(SummaryRow row, long end) {
        if (recordBucket == null) {
            return Found.NOTHING;
        }
        Found during = during(row.bucket(), end);
        // what was forgotten may have left no mark, and is settled for good
        boolean later = recordBucket.floor(row.bucket()) >= eventsBefore && row.batch() > during.settledBatch();
        boolean earlier = redefined.filter(last -> row.batch() <= last.batch()).isPresent();
        return new Found(later ? during.state().and(RowState.DIRTY) : during.state(), during.settledBatch(), earlier);
    }

    /** Of what was put together of the rows of {@code [start, end)}, besides what is known of each: rows may be missing yet. */
    Found during(long start, long end) {
        if (recordBucket == null) {
            return Found.NOTHING;
        }
        long settled = 0;
        boolean dirty = false;
        for (int at = place(recordBucket.floor(start)); at < starts.length && starts[at] < end; at++) {
            BucketMark mark = marks.get(at);
            settled = Math.max(settled, mark.settledBatch());
            dirty |= mark.bucket() >= eventsBefore && dirty(mark);
        }
        boolean live = recordBucket.end(recordBucket.floor(end - 1)) > liveAfter;
        return new Found(live ? RowState.LIVE : dirty ? RowState.DIRTY : RowState.SETTLED, settled, false);
    }

    private boolean dirty(BucketMark mark) {
        return mark.dirty()
                || redefined
                        .filter(last -> last.awaits(mark.bucket(), mark.settledBatch()))
                        .isPresent();
    }

    private int place(long start) {
        int low = 0;
        int high = starts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
