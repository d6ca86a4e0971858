package tallyroll.batch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import tallyroll.control.SettleClaim;
import tallyroll.flow.BucketCopies;
import tallyroll.flow.Horizon;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.Settlement;
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
    /** Of the buckets that the last batch touched: how many events they counted before it, where that was known. */
    private final Map<Long, Long> before = new HashMap<>();

    /** Settled buckets whose record was found to have lost events. */
    private final Set<Long> incomplete = new HashSet<>();
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

    /** Buckets that may hold what takes identities out. */
    private final Set<Long> voided;

    Settling(TaskPlan plan, List<BucketMark> stored) {
        this(plan, stored, List.of());
    }

    Settling(TaskPlan plan, List<BucketMark> stored, List<Long> voided) {
        this.voided = new HashSet<>(voided);
        recordBucket = plan.recordBucket();
        graceMicros = Micros.of(plan.grace());
        stored.forEach(this::put);
    }

    synchronized void touched(long batch, Collection<Long> buckets) {
        if (!buckets.isEmpty()) {
            lastIngest = batch;
        }
        before.clear();
        for (long bucket : buckets) {
            touches.put(bucket, batch);
            BucketMark held = mark(bucket);
            held.events().ifPresent(events -> before.put(bucket, events));
            put(held.touchedBy(batch));
        }
    }

    /**
     * What buckets count now that a batch is committed which was run once, whole: of those of which it was known before, and of which
     * it counted all that it recorded. An event that is in the record and in no row would make up for one that the record loses.
     */
    synchronized List<Counted> counted(long batch, Collection<TaskStats.Touched> touched) {
        return touched.stream()
                .filter(bucket -> bucket.uncounted() == 0 && before.containsKey(bucket.bucket()))
                .map(bucket -> new Counted(bucket.bucket(), batch, before.get(bucket.bucket()) + bucket.counted()))
                .toList();
    }

    /** What was given by {@link #counted(long, Collection)} is stored. */
    synchronized void counted(List<Counted> stored) {
        stored.forEach(events -> put(mark(events.bucket()).counting(events)));
    }

    synchronized void settled(long batch, List<Settlement> found) {
        for (Settlement one : found) {
            touches.remove(one.bucket());
            leftOut.remove(one.bucket());
            put(mark(one.bucket()).settledBy(batch, one));
        }
    }

    /**
     * Those of some buckets whose rows are right as they stand, by what is known of the bucket: each identity was recorded once, in it
     * and in all that it reaches, and it holds as many events as whole batches say that they counted in it.
     */
    synchronized List<SettleClaim.Proven> proven(List<Long> buckets, RepeatedIdentities searched) {
        List<SettleClaim.Proven> proven = new ArrayList<>();
        for (long bucket : buckets) {
            BucketCopies copies = searched.in(bucket);
            OptionalLong counted = mark(bucket).events();
            if (copies.none() && counted.isPresent() && counted.getAsLong() == copies.events()) {
                proven.add(new SettleClaim.Proven(bucket, copies.events()));
            }
        }
        return proven;
    }

    /** When a bucket was last recounted, µs, see {@link Settlement}; {@code now} where it is settled for the first time. */
    synchronized long recountedMicros(long bucket, long now) {
        long known = mark(bucket).recountedMicros();
        return known == 0 ? now : known;
    }

    private BucketMark mark(long bucket) {
        BucketMark held = marks.get(bucket);
        return held == null ? BucketMark.untouched(bucket) : held;
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

    /** Whether it is one of {@link #leaveOut}. */
    synchronized boolean leftOut(long bucket) {
        return leftOut.contains(bucket);
    }

    /** Empty where no batch has touched it. */
    synchronized Optional<BucketMark> known(long bucket) {
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
    synchronized void forgotten(long eventsBefore, List<Long> whole) {
        whole.forEach(marks::remove);
        whole.forEach(voided::remove);
        dirtyFrom = eventsBefore;
        dirty.headMap(eventsBefore, false).clear();
    }

    /** What a settled bucket should hold has changed by an event elsewhere. */
    synchronized void moved(long bucket, long batch) {
        BucketMark held = mark(bucket);
        put(held.touchedBy(Math.max(held.lastBatch(), batch)));
    }

    /** The batch that last settled a bucket; 0 where none did. */
    synchronized long settledBatch(long bucket) {
        return mark(bucket).settledBatch();
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

    /** A batch has recorded what takes identities out in these. */
    synchronized void voided(Collection<Long> buckets) {
        voided.addAll(buckets);
    }

    /** As {@link #touchedSince}, of those that may hold what takes identities out. */
    synchronized Set<Long> voidedSince(long batch) {
        Set<Long> touched = touchedSince(batch);
        touched.retainAll(voided);
        return touched;
    }

    /** Of some buckets and all recorded ones within their horizon: the last batch that touched each, 0 where none did. */
    synchronized NavigableMap<Long, Long> lastBatches(Iterable<Long> buckets, Horizon horizon) {
        NavigableMap<Long, Long> last = new TreeMap<>();
        for (long bucket : horizon.neighbours(buckets, marks.navigableKeySet())) {
            last.put(bucket, marks.containsKey(bucket) ? marks.get(bucket).lastBatch() : 0);
        }
        return last;
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

    /**
     * Settled buckets that were last recounted at some time or before, longest ago first; at least one where there is any, and no more
     * than hold so many events.
     */
    synchronized List<Long> unaudited(long untilMicros, long maxEvents) {
        List<Long> oldest = new ArrayList<>();
        long events = 0;
        for (BucketMark mark : settledUntil(untilMicros)) {
            events += mark.distinct() + mark.duplicates();
            if (!oldest.isEmpty() && events > maxEvents) {
                break;
            }
            oldest.add(mark.bucket());
        }
        return oldest;
    }

    /**
     * Those of some settled buckets that hold as many events as when they were settled; the others have lost some, so their rows are
     * right and the record is not. They are not named by {@link #unaudited} any more.
     */
    synchronized List<Long> complete(List<Long> buckets, RepeatedIdentities searched) {
        List<Long> complete = buckets.stream()
                .filter(bucket -> searched.in(bucket).events()
                        >= mark(bucket).distinct() + mark(bucket).duplicates())
                .toList();
        incomplete.addAll(buckets);
        complete.forEach(incomplete::remove);
        return complete;
    }

    private List<BucketMark> settledUntil(long untilMicros) {
        return marks.tailMap(dirtyFrom, true).values().stream()
                .filter(mark -> !mark.dirty() && mark.recountedMicros() <= untilMicros)
                .filter(mark -> !incomplete.contains(mark.bucket()))
                .sorted(Comparator.comparingLong(BucketMark::recountedMicros).thenComparingLong(BucketMark::bucket))
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
