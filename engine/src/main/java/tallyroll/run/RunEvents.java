package tallyroll.run;

import tallyroll.batch.BatchListener;

/** Hears how a run goes; called on the thread that runs batches unless it says otherwise. */
public interface RunEvents extends BatchListener {
    /** A line for the log: waiting for a lease, running an open batch again, a server that is away, stopping. By several threads. */
    void log(String line);

    /** The run begins something that may take a while. */
    default void entered(RunPhase phase, String line) {}

    /** What takes long goes on: now and then while nothing else is said. By a thread of its own. */
    default void alive(SignOfLife sign) {}

    /**
     * An error of this process, such as no memory, ended a task or the run: the process should end. Called before anything is closed,
     * as closing may wait for what is dead; by any thread, also more than once.
     */
    default void died(Throwable error) {}
}
