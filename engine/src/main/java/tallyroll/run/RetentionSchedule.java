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
    /** Between two looks that found nothing. */
    private static final long LOOK_MILLIS = 60_000;

    private final BatchRunner runner;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final long startMillis;
    private long spentMillis;
    private long nextMillis;
    private boolean caughtUp;

    /** The run begins now. */
    RetentionSchedule(BatchRunner runner, InstantSource clock, BooleanSupplier stopped) {
        this.runner = runner;
        this.clock = clock;
        this.stopped = stopped;
        startMillis = clock.millis();
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
        long now = clock.millis();
        boolean room = spentMillis <= (now - startMillis) * SHARE;
        if (!caughtUp || !room || now < nextMillis || stopped.getAsBoolean()) {
            return;
        }
        boolean more = runner.forget(BUCKETS_AT_ONCE).isPresent();
        long done = clock.millis();
        spentMillis += done - now;
        nextMillis = more ? done : done + LOOK_MILLIS;
    }
}
