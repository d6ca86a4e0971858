package tallyroll.flow;

import java.util.List;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline.Rollup;

/** The scope of an interval of event time: every finest bucket that overlaps {@code [from, until)}. */
public final class IntervalScope implements Scope.Recount {
    private static final long serialVersionUID = 1L;

    private final List<Rollup> rollups;
    private final long from;
    private final long until;
    private final List<Long> read;
    private final long eventsFrom;
    private final long asOfMicros;

    /** Of a record that holds everything. */
    public IntervalScope(TaskPlan plan, long from, long until, List<Long> recorded) {
        this(plan, from, until, recorded, Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /**
     * @param recorded all marked record buckets, ascending; those the interval needs are read
     * @param eventsFrom events before this, µs, are forgotten: a bucket that begins before it cannot be recounted
     * @param asOfMicros rows whose life was over by then, µs, are not compared
     */
    public IntervalScope(TaskPlan plan, long from, long until, List<Long> recorded, long eventsFrom, long asOfMicros) {
        this.eventsFrom = eventsFrom;
        this.asOfMicros = asOfMicros;
        rollups = plan.rollups();
        this.from = from;
        this.until = until;
        Granularity record = plan.recordBucket();
        read = recorded.stream()
                .filter(bucket -> bucket >= eventsFrom)
                .filter(bucket ->
                        rollups.stream().anyMatch(rollup -> needs(rollup.finest(), bucket, record.end(bucket))))
                .toList();
    }

    @Override
    public long asOfMicros() {
        return asOfMicros;
    }

    /** Events before this are not read. */
    public long eventsFrom() {
        return eventsFrom;
    }

    /** Up to where buckets of the interval begin before {@code bound}; {@code Long.MIN_VALUE} where none does. */
    public long reachedBy(long bound) {
        return bound > from ? Math.min(bound, until) : Long.MIN_VALUE;
    }

    private boolean needs(Granularity finest, long start, long end) {
        for (long at = finest.floor(start); at < end; at = finest.end(at)) {
            if (at >= eventsFrom && overlaps(at, finest.end(at))) {
                return true;
            }
        }
        return false;
    }

    private boolean overlaps(long start, long end) {
        return start < until && end > from;
    }

    @Override
    public boolean contains(int rollup, long bucket) {
        return bucket >= eventsFrom
                && overlaps(bucket, rollups.get(rollup).finest().end(bucket));
    }

    @Override
    public List<Long> recordBuckets() {
        return read;
    }

    @Override
    public boolean asked(long recordBucket) {
        return true;
    }

    @Override
    public boolean covers(int rollup, long start, long end) {
        Granularity finest = rollups.get(rollup).finest();
        return contains(rollup, start) && contains(rollup, finest.floor(end - 1));
    }

    @Override
    public boolean touches(int rollup, long start, long end) {
        return end > eventsFrom && overlaps(start, end);
    }
}
