package tallyroll.flow;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.event.EventSpec.Duplicates;

/**
 * Identities that stand in several record buckets, because they came again with another event time, and the one bucket in which
 * each counts (rule R1). Within a bucket {@link Deduplicator} decides; this decides between buckets, by the same policy.
 */
public final class CrossBucketDuplicates implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where no identity stands in two buckets. */
    public static final CrossBucketDuplicates NONE = new CrossBucketDuplicates(Map.of(), List.of());

    private static final Comparator<Occurrence> FIRST = Comparator.comparingLong(Occurrence::batch)
            .thenComparingInt(Occurrence::partition)
            .thenComparingLong(Occurrence::offset);
    private static final Comparator<Occurrence> LAST =
            Comparator.comparingLong(Occurrence::revision).reversed().thenComparing(FIRST);

    /** Of each identity that stands in several buckets the one in which it counts. */
    private final Map<Id, Long> bucketOf;
    /** Sets of buckets that share an identity. */
    private final List<Set<Long>> affected;

    private CrossBucketDuplicates(Map<Id, Long> bucketOf, Collection<Set<Long>> affected) {
        this.bucketOf = bucketOf;
        this.affected = List.copyOf(affected);
    }

    /** Decides between all the occurrences of some identities. */
    public static CrossBucketDuplicates of(Collection<Occurrence> occurrences, Duplicates policy) {
        Comparator<Occurrence> better = policy == Duplicates.FIRST ? FIRST : LAST;
        Map<Id, Occurrence> best = new HashMap<>();
        Map<Id, Set<Long>> seenIn = new HashMap<>();
        for (Occurrence occurrence : occurrences) {
            Id id = new Id(occurrence.high(), occurrence.low());
            best.merge(id, occurrence, (held, other) -> better.compare(held, other) <= 0 ? held : other);
            seenIn.computeIfAbsent(id, none -> new HashSet<>()).add(occurrence.bucket());
        }
        Map<Id, Long> bucketOf = new HashMap<>();
        Set<Set<Long>> affected = new HashSet<>();
        seenIn.forEach((id, in) -> {
            if (in.size() > 1) {
                bucketOf.put(id, best.get(id).bucket());
                affected.add(in);
            }
        });
        return new CrossBucketDuplicates(bucketOf, affected);
    }

    /** Whether an event that stands in this bucket may count there. */
    boolean countsIn(long high, long low, long bucket) {
        return bucketOf.isEmpty() || bucketOf.getOrDefault(new Id(high, low), bucket) == bucket;
    }

    /** The buckets that hold an identity which also stands in one of the given ones and in another, ascending. */
    public Set<Long> affectedBuckets(Collection<Long> buckets) {
        Set<Long> asked = new HashSet<>(buckets);
        Set<Long> all = new TreeSet<>();
        affected.stream()
                .filter(shared -> shared.stream().anyMatch(asked::contains))
                .forEach(all::addAll);
        return all;
    }

    private record Id(long high, long low) implements Serializable {}
}
