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

    private final Map<Id, Long> homes;
    private final List<Set<Long>> together;

    private CrossBucketDuplicates(Map<Id, Long> homes, Collection<Set<Long>> together) {
        this.homes = homes;
        this.together = List.copyOf(together);
    }

    /** Decides between all the sightings of some identities. */
    public static CrossBucketDuplicates of(Collection<Occurrence> sightings, Duplicates policy) {
        Comparator<Occurrence> better = policy == Duplicates.FIRST ? FIRST : LAST;
        Map<Id, Occurrence> best = new HashMap<>();
        Map<Id, Set<Long>> seenIn = new HashMap<>();
        for (Occurrence sighting : sightings) {
            Id id = new Id(sighting.high(), sighting.low());
            best.merge(id, sighting, (held, other) -> better.compare(held, other) <= 0 ? held : other);
            seenIn.computeIfAbsent(id, none -> new HashSet<>()).add(sighting.bucket());
        }
        Map<Id, Long> homes = new HashMap<>();
        Set<Set<Long>> together = new HashSet<>();
        seenIn.forEach((id, in) -> {
            if (in.size() > 1) {
                homes.put(id, best.get(id).bucket());
                together.add(in);
            }
        });
        return new CrossBucketDuplicates(homes, together);
    }

    /** Whether an event that stands in this bucket may count there. */
    boolean countsIn(long high, long low, long bucket) {
        return homes.isEmpty() || homes.getOrDefault(new Id(high, low), bucket) == bucket;
    }

    /** The buckets that hold an identity which also stands in one of the given ones and in another, ascending. */
    public Set<Long> partners(Collection<Long> buckets) {
        Set<Long> asked = new HashSet<>(buckets);
        Set<Long> partners = new TreeSet<>();
        together.stream()
                .filter(shared -> shared.stream().anyMatch(asked::contains))
                .forEach(partners::addAll);
        return partners;
    }

    private record Id(long high, long low) implements Serializable {}
}
