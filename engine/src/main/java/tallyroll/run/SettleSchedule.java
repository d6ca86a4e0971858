package tallyroll.run;

import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.batch.Settling.Eagerness;
import tallyroll.control.Claim;

/**
 * When buckets are settled, and dropped once they have outlived their time, while new events come in: in turns on a thread of its
 * own, for a bounded share of the time that the run has had while there is more to read, freely once all is read, and at the end of
 * a run that ends until nothing is due. The stream waits for a settling batch, but not for the search before it. Stops between two
 * batches.
 */
final class SettleSchedule {
    /** Buckets in one batch. */
    private static final int BUCKETS_AT_ONCE = 400;
    /** Of the run's time, while there is more to read. */
    private static final double SHARE = 0.25;
    /** Of a turn while nothing is read, so that whoever gives it can look whether to stop. */
    private static final long IDLE_MILLIS = 1_000;

    private final BatchRunner runner;
    private final RetentionSchedule retention;
    private final AuditSchedule audit;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final Consumer<String> log;
    private final long startMillis;
    private volatile boolean allRead;
    private long spentMillis;

    /**
     * The run begins now.
     *
     * @param log takes how far a migration has come, a line for each of its batches
     * @param allRead whether nothing may be left to read, for all that is known yet
     */
    SettleSchedule(
            BatchRunner runner, InstantSource clock, BooleanSupplier stopped, Consumer<String> log, boolean allRead) {
        this.log = log;
        this.allRead = allRead;
        this.runner = runner;
        this.clock = clock;
        this.stopped = stopped;
        startMillis = clock.millis();
        retention = new RetentionSchedule(runner, clock, stopped);
        audit = new AuditSchedule(runner, clock, stopped);
    }

    /** Hears of a batch of new events, on the stream's thread. */
    void committed(CommittedBatch batch) {
        allRead = batch.lag() == 0;
        retention.after(batch);
    }

    /** Settles for a moment what has been quiet, or anything where all is read. */
    void turn() {
        long budget = (long) ((clock.millis() - startMillis) * SHARE) - spentMillis;
        settle(
                allRead ? Eagerness.ALL : Eagerness.QUIET,
                clock.millis() + (allRead ? IDLE_MILLIS : Math.min(budget, IDLE_MILLIS)));
        if (allRead) {
            retention.idle();
            audit.idle();
        }
    }

    /** Until nothing is due. */
    void finish() {
        settle(Eagerness.ALL, Long.MAX_VALUE);
        retention.finish();
        audit.idle();
    }

    private void settle(Eagerness eagerness, long untilMillis) {
        long start = clock.millis();
        while (clock.millis() < untilMillis && !stopped.getAsBoolean()) {
            List<Long> due = runner.due(eagerness, BUCKETS_AT_ONCE);
            if (due.isEmpty() || runner.settle(due, Claim.Cause.SETTLE).isEmpty()) {
                break; // nothing to do, or only what new events are just touching
            }
        }
        migrate(untilMillis);
        spentMillis += clock.millis() - start;
    }

    /** What is left of the time goes to rows of an earlier definition. */
    private void migrate(long untilMillis) {
        while (clock.millis() < untilMillis
                && !stopped.getAsBoolean()
                && runner.migrate(BUCKETS_AT_ONCE).isPresent()) {
            runner.migration().rollups().forEach(rollup -> log.accept("migration: " + rollup));
        }
    }
}
