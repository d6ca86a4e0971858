package tallyroll.run;

import tallyroll.batch.BatchListener;

/** Hears how a run goes; called on the thread that runs batches. */
public interface RunEvents extends BatchListener {
    /** A line for the log: waiting for a lease, running an open batch again, stopping. */
    void log(String line);
}
