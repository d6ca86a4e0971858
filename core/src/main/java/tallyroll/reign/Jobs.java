package tallyroll.reign;

import tallyroll.control.Claim;
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

    /** Recomputes a scope from the record and puts or compares the rows that its events make. */
    JobReport recount(Claim claim, Scope.Recount scope, Mode mode);

    /** As {@link #recount}, and every stored row in the scope is visited too, so that rows nothing makes are found. */
    JobReport recountAndScan(Claim claim, Scope.Recount scope, Mode mode);
}
