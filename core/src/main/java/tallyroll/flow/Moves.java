package tallyroll.flow;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.event.EventSpec.Duplicates;

/**
 * Identities that stand in several record buckets, because they came again with another event time, and the one bucket in which
 * each counts (rule R1). Within a bucket {@link Winners} decides; this decides between buckets, by the same policy.
 */
public final class Moves implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where no identity stands in two buckets. */
    public static final Moves NONE = new Moves(Map.of(), Set.of());

    private static final Comparator<Sighting> FIRST = Comparator.comparingLong(Sighting::batch)
            .thenComparingInt(Sighting::partition)
            .thenComparingLong(Sighting::offset);
    private static final Comparator<Sighting> LAST =
            Comparator.comparingLong(Sighting::revision).reversed().thenComparing(FIRST);

    private final Map<Id, Long> homes;
    private final Set<Long> buckets;

    private Moves(Map<Id, Long> homes, Set<Long> buckets) {
        this.homes = homes;
        this.buckets = buckets;
    }

    /** Decides between all the sightings of some identities. */
    public static Moves of(Collection<Sighting> sightings, Duplicates policy) {
        Comparator<Sighting> better = policy == Duplicates.FIRST ? FIRST : LAST;
        Map<Id, Sighting> best = new HashMap<>();
        Map<Id, Set<Long>> seenIn = new HashMap<>();
        for (Sighting sighting : sightings) {
            Id id = new Id(sighting.high(), sighting.low());
            best.merge(id, sighting, (held, other) -> better.compare(held, other) <= 0 ? held : other);
            seenIn.computeIfAbsent(id, none -> new HashSet<>()).add(sighting.bucket());
        }
        Map<Id, Long> homes = new HashMap<>();
        Set<Long> buckets = new TreeSet<>();
        seenIn.forEach((id, in) -> {
            if (in.size() > 1) {
                homes.put(id, best.get(id).bucket());
                buckets.addAll(in);
            }
        });
        return new Moves(homes, buckets);
    }

    /** Whether an event that stands in this bucket may count there. */
    boolean countsIn(long high, long low, long bucket) {
        return homes.isEmpty() || homes.getOrDefault(new Id(high, low), bucket) == bucket;
    }

    /** All the buckets that a moved identity stands in, ascending. */
    public Set<Long> buckets() {
        return buckets;
    }

    private record Id(long high, long low) implements Serializable {}
}
