package tallyroll.batch;

import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import tallyroll.bucket.Granularity;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.record.BucketMark;
import tallyroll.time.Micros;

/**
 * Knows which record buckets are dirty (rule R8) and picks those to settle next. A cache of the marks that the record keeps; only
 * the holder of the lease changes them.
 *
 * <p>A bucket is due when it is dirty and its end plus the grace has passed. While new events are still coming in fast, buckets
 * that the last batch touched are left alone: they would be dirty again in a moment, and the share of time for settling is
 * bounded. Once the source is read to its end they are due too. Safe for use by several threads: one settles while another ingests.
 */
public final class Settling implements Retention.Buckets {
    private final Granularity recordBucket;
    private final long graceMicros;
    private final NavigableMap<Long, BucketMark> marks = new TreeMap<>();
    private final NavigableMap<Long, BucketMark> dirty = new TreeMap<>();
    private long lastIngest;
    private long dirtyFrom = Long.MIN_VALUE;

    /** How far to go. */
    public enum Eagerness {
        /** New events wait: only what has been quiet. */
        QUIET,
        /** All is read. */
        ALL
    }

    Settling(TaskPlan plan, List<BucketMark> stored) {
        recordBucket = plan.recordBucket();
        graceMicros = Micros.of(plan.grace());
        stored.forEach(this::put);
    }

    synchronized void touched(long batch, List<Long> buckets) {
        if (!buckets.isEmpty()) {
            lastIngest = batch;
        }
        for (long bucket : buckets) {
            BucketMark held = marks.getOrDefault(bucket, new BucketMark(bucket, 0, 0, 0, 0));
            put(new BucketMark(bucket, batch, held.settledBatch(), held.distinct(), held.duplicates()));
        }
    }

    synchronized void settled(long batch, TaskStats.Recount recount) {
        BucketMark held = marks.getOrDefault(recount.bucket(), new BucketMark(recount.bucket(), 0, 0, 0, 0));
        put(new BucketMark(recount.bucket(), held.lastBatch(), batch, recount.distinct(), recount.duplicates()));
    }

    synchronized boolean dirty(long bucket) {
        return dirty.containsKey(bucket);
    }

    @Override
    public synchronized List<Long> recorded(long from, long until, int max) {
        return from >= until || max <= 0
                ? List.of()
                : marks.subMap(from, until).keySet().stream().limit(max).toList();
    }

    @Override
    public synchronized OptionalLong firstDirty() {
        return dirty.isEmpty() ? OptionalLong.empty() : OptionalLong.of(dirty.firstKey());
    }

    /**
     * Buckets before a bound are never settled again, whatever their marks say.
     *
     * @param whole of these nothing is kept any more
     */
    synchronized void forgotten(long acceptedFrom, List<Long> whole) {
        whole.forEach(marks::remove);
        dirtyFrom = acceptedFrom;
        dirty.headMap(acceptedFrom, false).clear();
    }

    /** All record buckets that hold events, ascending. */
    synchronized List<Long> recorded() {
        return List.copyOf(marks.keySet());
    }

    /** The marks of all record buckets that hold events, ascending. */
    synchronized List<BucketMark> marks() {
        return List.copyOf(marks.values());
    }

    synchronized List<Long> due(long nowMicros, Eagerness eagerness, int max) {
        return dirty.values().stream()
                .filter(mark -> recordBucket.end(mark.bucket()) + graceMicros <= nowMicros)
                .filter(mark -> eagerness == Eagerness.ALL || mark.lastBatch() < lastIngest)
                .map(BucketMark::bucket)
                .limit(max)
                .toList();
    }

    private void put(BucketMark mark) {
        marks.put(mark.bucket(), mark);
        if (mark.dirty() && mark.bucket() >= dirtyFrom) {
            dirty.put(mark.bucket(), mark);
        } else {
            dirty.remove(mark.bucket());
        }
    }
}
