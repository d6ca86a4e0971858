package tallyroll.batch;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tallyroll.bucket.Granularity;
import tallyroll.flow.Horizon;
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
    /** The last batch of this holder that recorded something in a bucket which has not settled since. */
    private final Map<Long, Long> touches = new HashMap<>();
    /** Dirty ones that are not to be settled, see {@link LossCheck}. */
    private final Set<Long> leftOut = new HashSet<>();

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
            touches.put(bucket, batch);
            BucketMark held = marks.getOrDefault(bucket, new BucketMark(bucket, 0, 0, 0, 0));
            put(new BucketMark(bucket, batch, held.settledBatch(), held.distinct(), held.duplicates()));
        }
    }

    synchronized void settled(long batch, TaskStats.Recount recount) {
        touches.remove(recount.bucket());
        leftOut.remove(recount.bucket());
        BucketMark held = marks.getOrDefault(recount.bucket(), new BucketMark(recount.bucket(), 0, 0, 0, 0));
        put(new BucketMark(recount.bucket(), held.lastBatch(), batch, recount.distinct(), recount.duplicates()));
    }

    /** From which batch on a settled bucket would be dirty again; empty where it is dirty. */
    synchronized Optional<Long> dirtyAgain(long bucket) {
        return Optional.ofNullable(marks.get(bucket))
                .filter(mark -> !mark.dirty())
                .map(mark -> mark.settledBatch() + 1);
    }

    /** They are not due any more, until somebody settles them all the same. */
    synchronized void leaveOut(Collection<Long> buckets) {
        leftOut.addAll(buckets);
    }

    synchronized Optional<BucketMark> mark(long bucket) {
        return Optional.ofNullable(marks.get(bucket));
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

    /** What a settled bucket should hold has changed by an event elsewhere. */
    synchronized void moved(long bucket, long batch) {
        BucketMark held = marks.get(bucket);
        put(new BucketMark(bucket, batch, held.settledBatch(), held.distinct(), held.duplicates()));
    }

    /** The batch that last settled a bucket; 0 where none did. */
    synchronized long settledBatch(long bucket) {
        return marks.containsKey(bucket) ? marks.get(bucket).settledBatch() : 0;
    }

    /** Those of some buckets that no batch after this one has touched, in their order. */
    synchronized List<Long> untouched(List<Long> buckets, long batch) {
        return buckets.stream()
                .filter(bucket -> touches.getOrDefault(bucket, 0L) <= batch)
                .toList();
    }

    /** The dirty buckets that a batch after this one has touched. */
    synchronized Set<Long> touchedSince(long batch) {
        Set<Long> touched = new TreeSet<>();
        dirty.values().stream().filter(mark -> mark.lastBatch() > batch).forEach(mark -> touched.add(mark.bucket()));
        return touched;
    }

    /** Some buckets and all recorded ones within their horizon, ascending. */
    synchronized List<Long> neighbours(Iterable<Long> buckets, Horizon horizon) {
        return horizon.neighbours(buckets, marks.navigableKeySet());
    }

    /** How many record buckets hold events. */
    synchronized int size() {
        return marks.size();
    }

    /** The marks of all record buckets that hold events, ascending. */
    synchronized List<BucketMark> marks() {
        return List.copyOf(marks.values());
    }

    synchronized List<Long> due(long nowMicros, Eagerness eagerness, int max) {
        return dirty.values().stream()
                .filter(mark -> recordBucket.end(mark.bucket()) + graceMicros <= nowMicros)
                .filter(mark -> !leftOut.contains(mark.bucket()))
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
