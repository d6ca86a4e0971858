package tallyroll.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline.Rollup;

/** The scope of some record buckets: every finest bucket that overlaps one of them. */
public final class BucketScope implements Scope.Recount {
    private static final long serialVersionUID = 1L;

    private final Granularity record;
    private final List<Rollup> rollups;
    private final Set<Long> asked;
    private final List<Set<Long>> longer = new ArrayList<>();
    private final NavigableSet<Long> read = new TreeSet<>();
    private final long eventsFrom;
    private final Set<Integer> visited;
    private final Set<Integer> completed;

    /** Of a record that holds everything. Where stored rows are visited, all are, and nothing is completed by them. */
    public BucketScope(TaskPlan plan, List<Long> recordBuckets) {
        this(plan, recordBuckets, Long.MIN_VALUE, all(plan), Set.of());
    }

    /**
     * Of these rollups alone stored rows are visited, and their longer buckets made again once all parts are.
     *
     * @param eventsFrom events before this, µs, are forgotten: a longer bucket that begins before it cannot be recounted
     */
    public static BucketScope visiting(
            TaskPlan plan, List<Long> recordBuckets, long eventsFrom, Set<Integer> completed) {
        return new BucketScope(plan, recordBuckets, eventsFrom, completed, completed);
    }

    /** As {@link #visiting}, but all stored rows are visited. */
    public static BucketScope visitingAll(
            TaskPlan plan, List<Long> recordBuckets, long eventsFrom, Set<Integer> completed) {
        return new BucketScope(plan, recordBuckets, eventsFrom, all(plan), completed);
    }

    private BucketScope(
            TaskPlan plan, List<Long> recordBuckets, long eventsFrom, Set<Integer> visited, Set<Integer> completed) {
        this.eventsFrom = eventsFrom;
        this.visited = Set.copyOf(visited);
        this.completed = Set.copyOf(completed);
        record = plan.recordBucket();
        rollups = plan.rollups();
        asked = new HashSet<>(recordBuckets);
        read.addAll(recordBuckets);
        for (Rollup rollup : rollups) {
            longer.add(rollup.finest().divides(record) ? Set.of() : overlapping(rollup.finest(), recordBuckets));
        }
    }

    @Override
    public boolean contains(int rollup, long bucket) {
        return rollups.get(rollup).finest().divides(record)
                ? asked.contains(record.floor(bucket))
                : longer.get(rollup).contains(bucket);
    }

    @Override
    public List<Long> recordBuckets() {
        return List.copyOf(read);
    }

    @Override
    public boolean asked(long recordBucket) {
        return asked.contains(recordBucket);
    }

    @Override
    public boolean covers(int rollup, long start, long end) {
        Granularity finest = rollups.get(rollup).finest();
        for (long at = start; at < end; at = finest.end(at)) {
            if (!contains(rollup, at)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean touches(int rollup, long start, long end) {
        Granularity finest = rollups.get(rollup).finest();
        for (long at = finest.floor(start); at < end; at = finest.end(at)) {
            if (contains(rollup, at)) {
                return true;
            }
        }
        return false;
    }

    private static Set<Integer> all(TaskPlan plan) {
        return IntStream.range(0, plan.rollups().size()).boxed().collect(Collectors.toSet());
    }

    @Override
    public boolean visits(int rollup) {
        return visited.contains(rollup);
    }

    @Override
    public boolean completes(int rollup) {
        return completed.contains(rollup);
    }

    private Set<Long> overlapping(Granularity finest, List<Long> recordBuckets) {
        Set<Long> buckets = new HashSet<>();
        for (long bucket : recordBuckets) {
            long end = record.end(bucket);
            for (long at = finest.floor(bucket); at < end; at = finest.end(at)) {
                if (at >= eventsFrom && buckets.add(at)) {
                    complete(at, finest.end(at));
                }
            }
        }
        return buckets;
    }

    private void complete(long start, long end) {
        for (long part = record.floor(start); part < end; part = record.end(part)) {
            read.add(part);
        }
    }
}
