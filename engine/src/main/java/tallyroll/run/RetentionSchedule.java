package tallyroll.run;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;

/**
 * When buckets of the record that have outlived their time are dropped: between batches, for a small share of the time that the run
 * has had, a few at a time. Safe for use by several threads.
 *
 * <p>Only while what is unread is less than what was read last: a pipeline that catches up reads the partitions of its source one
 * ahead of another, and what was dropped of one would make the events of the other too old.
 */
final class RetentionSchedule {
    /** Buckets in one batch. */
    private static final int BUCKETS_AT_ONCE = 200;
    /** Of the run's time. */
    private static final double SHARE = 0.05;

    private final BatchRunner runner;
    private final BooleanSupplier stopped;
    private final SpareTime spare;
    private boolean caughtUp;

    /** The run begins now. */
    RetentionSchedule(BatchRunner runner, InstantSource clock, BooleanSupplier stopped) {
        this.runner = runner;
        this.stopped = stopped;
        spare = new SpareTime(SHARE, clock, stopped);
    }

    /** After a batch of new events. */
    synchronized void after(CommittedBatch batch) {
        caughtUp = batch.lag() <= batch.books().read();
        drop();
    }

    /** While no new events come. */
    synchronized void idle() {
        caughtUp = true;
        drop();
    }

    /** Until nothing is due. */
    synchronized void finish() {
        while (!stopped.getAsBoolean() && runner.forget(BUCKETS_AT_ONCE).isPresent()) {
            // the next ones
        }
    }

    private void drop() {
        if (caughtUp) {
            spare.spend(() -> runner.forget(BUCKETS_AT_ONCE).isPresent());
        }
    }
}
