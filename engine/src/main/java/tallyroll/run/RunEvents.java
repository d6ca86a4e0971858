package tallyroll.run;

import tallyroll.reign.BatchDone;

/** What a run tells whoever watches; called on the thread that runs batches. */
public interface RunEvents {
    /** A batch was committed. */
    void batch(BatchDone done);

    /** Something worth a line: waiting for a lease, running an open batch again, stopping. */
    void notice(String line);
}
