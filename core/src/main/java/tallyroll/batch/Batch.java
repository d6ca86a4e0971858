package tallyroll.batch;

import tallyroll.control.Claim;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;

/** What one kind of batch puts into the flow of {@link BatchRunner}: new events, or buckets to recount. */
interface Batch<C extends Claim> {
    /** <b>claim</b>: stores what the batch works on; nothing is written before it returns. */
    C claim();

    /** The same claim as it was stored again. */
    C again(Claim claim);

    /** The tasks that work on what was claimed. */
    BatchTasks tasks(C claim);

    /** <b>commit</b>: stores that everything is written, and remembers which buckets are dirty and which settled. */
    CommittedBatch commit(C claim, ApplyReport applied);
}
