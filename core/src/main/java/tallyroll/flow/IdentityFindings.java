package tallyroll.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tallyroll.event.EventSpec.Duplicates;

/**
 * What a search for repeated identities found.
 *
 * @param copies by bucket that was asked for; one that holds no events may be missing
 * @param occurrences all events of the identities that stand in a bucket asked for and in another that it reaches
 */
public record IdentityFindings(Map<Long, BucketCopies> copies, List<Occurrence> occurrences) {
    public IdentityFindings {
        copies = Map.copyOf(copies);
        occurrences = List.copyOf(occurrences);
    }

    /** With the decision which event of each identity counts. */
    public RepeatedIdentities decided(Duplicates policy, Horizon horizon) {
        return new RepeatedIdentities(copies, CrossBucketDuplicates.of(occurrences, policy, horizon));
    }

    /** The buckets that hold an identity of which a fresh event stands in another bucket that they reach, ascending. */
    public Set<Long> besides(Predicate<Occurrence> fresh, Horizon horizon) {
        Set<Long> buckets = new TreeSet<>();
        for (Collection<Occurrence> same : byIdentity(occurrences)) {
            same.stream().filter(fresh).forEach(one -> same.stream()
                    .map(Occurrence::bucket)
                    .filter(other -> other != one.bucket() && horizon.reaches(other, one.bucket()))
                    .forEach(buckets::add));
        }
        return buckets;
    }

    static Collection<List<Occurrence>> byIdentity(Collection<Occurrence> occurrences) {
        Map<Id, List<Occurrence>> byIdentity = new HashMap<>();
        occurrences.forEach(one -> byIdentity
                .computeIfAbsent(new Id(one.high(), one.low()), none -> new ArrayList<>(2))
                .add(one));
        return byIdentity.values();
    }

    private record Id(long high, long low) {}
}
