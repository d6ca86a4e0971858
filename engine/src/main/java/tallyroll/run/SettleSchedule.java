package tallyroll.run;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.batch.Settling.Eagerness;
import tallyroll.control.Claim;

/**
 * When buckets are settled, and dropped once they have outlived their time, while new events come in: after each batch for a bounded share of the time that the run has had, in
 * between for a moment, and at the end of a run that ends until nothing is due. Safe for use by several threads; stops between
 * two batches.
 */
final class SettleSchedule {
    /** Buckets in one batch. */
    private static final int BUCKETS_AT_ONCE = 400;
    /** Of the run's time, while there is more to read. */
    private static final double SHARE = 0.25;
    /** While nothing is read. */
    private static final long IDLE_MILLIS = 1_000;

    private final BatchRunner runner;
    private final RetentionSchedule retention;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final Consumer<String> log;
    private final long startMillis;
    private final AtomicLong spentMillis = new AtomicLong();

    /**
     * The run begins now.
     *
     * @param log takes how far a migration has come, a line for each of its batches
     */
    SettleSchedule(BatchRunner runner, InstantSource clock, BooleanSupplier stopped, Consumer<String> log) {
        this.log = log;
        this.runner = runner;
        this.clock = clock;
        this.stopped = stopped;
        startMillis = clock.millis();
        retention = new RetentionSchedule(runner, clock, stopped);
    }

    /** After a batch of new events: what has been quiet, or everything where all is read. */
    void after(CommittedBatch batch) {
        long budget = (long) ((clock.millis() - startMillis) * SHARE) - spentMillis.get();
        settle(batch.lag() == 0 ? Eagerness.ALL : Eagerness.QUIET, clock.millis() + budget);
        retention.after(batch);
    }

    /** While no new events come. */
    void idle() {
        settle(Eagerness.ALL, clock.millis() + IDLE_MILLIS);
        retention.idle();
    }

    /** Until nothing is due. */
    void finish() {
        settle(Eagerness.ALL, Long.MAX_VALUE);
        retention.finish();
    }

    private void settle(Eagerness eagerness, long untilMillis) {
        long start = clock.millis();
        List<Long> due = due(eagerness, untilMillis);
        while (!due.isEmpty()
                && !stopped.getAsBoolean()
                && runner.settle(due, Claim.Cause.SETTLE).isPresent()) {
            due = due(eagerness, untilMillis);
        }
        migrate(untilMillis);
        spentMillis.addAndGet(clock.millis() - start);
    }

    /** What is left of the time goes to rows of an earlier definition. */
    private void migrate(long untilMillis) {
        while (clock.millis() < untilMillis
                && !stopped.getAsBoolean()
                && runner.migrate(BUCKETS_AT_ONCE).isPresent()) {
            runner.migration().rollups().forEach(rollup -> log.accept("migration: " + rollup));
        }
    }

    private List<Long> due(Eagerness eagerness, long untilMillis) {
        return clock.millis() < untilMillis ? runner.due(eagerness, BUCKETS_AT_ONCE) : List.of();
    }
}
