package tallyroll.run;

import tallyroll.batch.CommittedBatch;

/** What a run tells whoever watches; called on the thread that runs batches. */
public interface RunEvents {
    /** A batch was committed. */
    void batch(CommittedBatch done);

    /** Something worth a line: waiting for a lease, running an open batch again, stopping. */
    void notice(String line);
}
