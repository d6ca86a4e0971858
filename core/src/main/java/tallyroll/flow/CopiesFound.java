package tallyroll.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Gathers the findings of all ranges. Not thread-safe. */
public final class CopiesFound implements Consumer<Repeat> {
    private final Set<Long> asked;
    private final Map<Long, Long> events = new HashMap<>();
    private final Map<Long, Set<Long>> halves = new HashMap<>();
    private final Map<Long, Set<Long>> across = new TreeMap<>();
    private final Set<Long> many = new HashSet<>();

    public CopiesFound(Set<Long> asked) {
        this.asked = asked;
    }

    @Override
    public void accept(Repeat found) {
        long bucket = found.buckets()[0];
        switch (found.kind()) {
            case EVENTS -> events.merge(bucket, found.subject(), Long::sum);
            case WITHIN -> repeated(bucket, found.subject());
            case MANY -> many.add(bucket);
            case ACROSS -> {
                for (long each : found.buckets()) {
                    across.computeIfAbsent(each, none -> new TreeSet<>()).add(found.subject());
                    repeated(each, found.subject());
                }
            }
        }
    }

    /** By bucket, the first halves of identities that stand in another bucket as well: their events have to be compared. */
    public Map<Long, long[]> candidates() {
        Map<Long, long[]> candidates = new TreeMap<>();
        across.forEach((bucket, wanted) -> candidates.put(bucket, sorted(wanted)));
        return candidates;
    }

    /** What was found in each bucket that was asked for. */
    public Map<Long, BucketCopies> copies() {
        Map<Long, BucketCopies> copies = new HashMap<>();
        events.forEach((bucket, count) -> copies.put(
                bucket, new BucketCopies(count, many.contains(bucket), sorted(halves.getOrDefault(bucket, Set.of())))));
        return copies;
    }

    private void repeated(long bucket, long half) {
        if (asked.contains(bucket)) {
            halves.computeIfAbsent(bucket, none -> new HashSet<>()).add(half);
        }
    }

    private static long[] sorted(Set<Long> halves) {
        return halves.stream().mapToLong(Long::longValue).sorted().toArray();
    }
}
