package tallyroll.flow;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tallyroll.event.EventSpec.Duplicates;

/**
 * Identities that stand in several record buckets, because they came again with another event time, and the buckets in which they
 * do not count (rule R1). Within a bucket {@link Deduplicator} decides; this decides between buckets, by the same policy.
 *
 * <p>An identity counts in a bucket unless a better event of it stands in another bucket within the {@link Horizon}. So a bucket's
 * answer depends on the buckets it reaches and on nothing else: not on which buckets are settled together, nor on what was found
 * earlier. Two drivers that settle the same bucket as the same batch come to the same rows.
 */
public final class CrossBucketDuplicates implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where no identity stands in two buckets. */
    public static final CrossBucketDuplicates NONE = new CrossBucketDuplicates(Set.of());

    private static final Comparator<Occurrence> VOIDED =
            Comparator.comparing(Occurrence::voids).reversed();
    private static final Comparator<Occurrence> EARLIER = Comparator.comparingLong(Occurrence::batch)
            .thenComparingInt(Occurrence::partition)
            .thenComparingLong(Occurrence::offset)
            .thenComparingInt(Occurrence::element);
    private static final Comparator<Occurrence> FIRST = VOIDED.thenComparing(EARLIER);
    private static final Comparator<Occurrence> LAST = VOIDED.thenComparing(
                    Comparator.comparingLong(Occurrence::revision)
                            .thenComparing(Occurrence::deletion)
                            .reversed())
            .thenComparing(EARLIER);

    private final Set<Place> lost;

    private CrossBucketDuplicates(Set<Place> lost) {
        this.lost = lost;
    }

    /** Decides between occurrences; for a bucket's decision to be right, all within its reach are among them. */
    public static CrossBucketDuplicates of(Collection<Occurrence> occurrences, Duplicates policy, Horizon horizon) {
        Comparator<Occurrence> better = policy == Duplicates.FIRST ? FIRST : LAST;
        Set<Place> lost = new HashSet<>();
        for (List<Occurrence> same : IdentityFindings.byIdentity(occurrences)) {
            Map<Long, Occurrence> best = new TreeMap<>();
            same.forEach(one ->
                    best.merge(one.bucket(), one, (held, other) -> better.compare(held, other) <= 0 ? held : other));
            for (Occurrence one : best.values()) {
                boolean beaten = best.values().stream()
                        .anyMatch(other ->
                                better.compare(other, one) < 0 && horizon.reaches(other.bucket(), one.bucket()));
                if (beaten) {
                    lost.add(new Place(one.high(), one.low(), one.bucket()));
                }
            }
        }
        return new CrossBucketDuplicates(lost);
    }

    /** Whether an event that stands in this bucket may count there. */
    boolean countsIn(long high, long low, long bucket) {
        return lost.isEmpty() || !lost.contains(new Place(high, low, bucket));
    }

    private record Place(long high, long low, long bucket) implements Serializable {}
}
