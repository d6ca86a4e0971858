package tallyroll.flow;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecord.Batches;

/** The search for repeated identities as one loop over the record. */
public record LoopSearch(TaskPlan plan, SystemOfRecord record, int maxListed) {
    /** As {@code Jobs#repeatedIdentities}. */
    public IdentityFindings find(List<Long> buckets, List<Long> neighbours, long before) {
        Set<Long> asked = new TreeSet<>(buckets);
        IdentityRange range = new IdentityRange(asked, plan.horizon(), maxListed);
        neighbours.forEach(bucket -> record.identities(bucket, Batches.before(before))
                .forEachRemaining(halves -> range.add(bucket, halves, 0)));
        CopiesFound found = new CopiesFound(asked);
        range.find().stream().map(Repeat::toLongs).map(Repeat::of).forEach(found);
        List<Occurrence> occurrences = new OccurrenceTask(plan, found.candidates(), before)
                .find(record, List.copyOf(found.candidates().keySet()));
        return new IdentityFindings(found.copies(), occurrences);
    }
}
