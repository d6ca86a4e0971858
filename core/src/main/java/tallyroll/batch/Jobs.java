package tallyroll.batch;

import java.util.List;
import tallyroll.control.Claim;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.Mode;
import tallyroll.flow.Scope;

/**
 * Port: runs the tasks of a claimed batch, map side, barrier, apply side. Used by one thread.
 *
 * <p>Each method returns once everything the batch writes is confirmed, and throws when that cannot be had; what was written by
 * then stays, and running the same claim again completes it. No apply task starts before every map task has ended (rule R6). A
 * task that failed may be tried again, as a further attempt of its own number.
 */
public interface Jobs {
    /** Reads, records and applies a claim's ranges, one task a range. */
    JobReport ingest(Claim claim);

    /**
     * Finds the identities that stand in one of {@code buckets} and also in another of {@code recorded}, and decides where each
     * counts. Writes nothing.
     *
     * @param recorded all marked record buckets
     * @param before only events of batches below this number count; see {@link tallyroll.flow.RecountTask}
     */
    CrossBucketDuplicates moves(List<Long> buckets, List<Long> recorded, long before);

    /** Recomputes a scope from the record and puts or compares the rows that its events make. */
    JobReport recount(Claim claim, Scope.Recount scope, CrossBucketDuplicates moves, Mode mode);

    /** As {@link #recount}, and every stored row in the scope is visited too, so that rows nothing makes are found. */
    JobReport recountAndScan(Claim claim, Scope.Recount scope, CrossBucketDuplicates moves, Mode mode);
}
