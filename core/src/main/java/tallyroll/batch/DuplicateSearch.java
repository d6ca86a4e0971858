package tallyroll.batch;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.flow.CrossBucketDuplicates;

/**
 * Finds cross-bucket duplicates for the buckets that are settled. Looking through the record's identities costs as much for one
 * bucket as for many, so it is done for all that are due, and the answer is kept until new events are recorded.
 */
final class DuplicateSearch {
    private final EventSpec spec;
    private final Search search;
    private Set<Long> searched = new TreeSet<>();
    private CrossBucketDuplicates found = CrossBucketDuplicates.NONE;

    /** Looks through the record. */
    interface Search {
        /** All buckets for which it may soon be asked. */
        List<Long> due();

        CrossBucketDuplicates in(List<Long> buckets);
    }

    DuplicateSearch(EventSpec spec, Search search) {
        this.spec = spec;
        this.search = search;
    }

    /** New events may bring new duplicates. */
    void forget() {
        searched = new TreeSet<>();
    }

    /** Between these buckets and all others. An event without an id of its own is its position, which is in one bucket only. */
    CrossBucketDuplicates in(List<Long> buckets) {
        if (spec.idFields().isEmpty()) {
            return CrossBucketDuplicates.NONE;
        }
        if (!searched.containsAll(buckets)) {
            searched = new TreeSet<>(search.due());
            searched.addAll(buckets);
            found = search.in(List.copyOf(searched));
        }
        return found;
    }

    /**
     * These buckets, and those that settling them affects: where the last revision of an event counts, it may have moved here from
     * a bucket that is settled already.
     */
    List<Long> withAffected(List<Long> buckets, Settling settling) {
        Set<Long> all = new TreeSet<>(buckets);
        List<Long> fresh = spec.duplicates() == Duplicates.LAST ? buckets : List.of();
        while (!fresh.isEmpty()) {
            Set<Long> affected = in(fresh).affectedBuckets(fresh);
            affected.removeAll(all);
            all.addAll(affected);
            // a dirty one is settled here for the first time, so what moved into it from others is looked for as well
            fresh = affected.stream().filter(settling::dirty).toList();
        }
        return List.copyOf(all);
    }
}
