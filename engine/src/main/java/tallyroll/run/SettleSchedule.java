package tallyroll.run;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tallyroll.batch.BackfillOrder;
import tallyroll.batch.BackfillPace;
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
    /** Of the time, while there is more to read. */
    private static final double SHARE = 0.25;
    /** Events in one batch of a migration, for which new events have to wait: half a minute's worth. */
    private static final long MIGRATED_EVENTS = 20_000_000;
    /** Of a turn while nothing is read, so that whoever gives it can look whether to stop. */
    private static final long IDLE_MILLIS = 1_000;

    private final BatchRunner runner;
    private final RetentionSchedule retention;
    private final AuditSchedule audit;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final Consumer<String> log;
    private final BackfillOrder order;
    private final TimeShare settling;
    private final TimeShare backfill;
    private Optional<BackfillPace> pace = Optional.empty();
    private volatile boolean allRead;

    /**
     * The run begins now.
     *
     * @param log takes how far a migration has come, a line for each of its batches
     * @param allRead whether nothing may be left to read, for all that is known yet
     */
    SettleSchedule(
            BatchRunner runner,
            Backfill backfilling,
            InstantSource clock,
            BooleanSupplier stopped,
            Consumer<String> log,
            boolean allRead) {
        this.log = log;
        this.allRead = allRead;
        this.runner = runner;
        this.clock = clock;
        this.stopped = stopped;
        order = backfilling.order();
        settling = new TimeShare(SHARE, clock);
        backfill = new TimeShare(backfilling.share(), clock);
        retention = new RetentionSchedule(runner, clock, stopped);
        audit = new AuditSchedule(runner, clock, stopped);
    }

    /** Hears of a batch of new events, on the stream's thread. */
    void committed(CommittedBatch batch) {
        allRead = batch.lag() == 0;
        retention.after(batch);
    }

    /**
     * Settles for a moment what has been quiet, or anything where all is read. Rows of an earlier definition have a share of their own:
     * however much is to be settled, they come on, and however many they are, new events have the rest of the time.
     */
    void turn() {
        long until = clock.millis() + IDLE_MILLIS;
        if (allRead) {
            settle(Eagerness.ALL, until);
            migrate(until);
            retention.idle();
            audit.idle();
            return;
        }
        if (settling.leftMillis() > 0) {
            settle(Eagerness.QUIET, clock.millis() + Math.min(settling.leftMillis(), IDLE_MILLIS));
        }
        if (backfill.leftMillis() > 0) {
            migrate(clock.millis() + Math.min(backfill.leftMillis(), IDLE_MILLIS));
        }
    }

    /** Until nothing is due. */
    void finish() {
        settle(Eagerness.ALL, Long.MAX_VALUE);
        migrate(Long.MAX_VALUE);
        retention.finish();
        audit.idle();
    }

    private void settle(Eagerness eagerness, long untilMillis) {
        settling.spend(() -> {
            while (clock.millis() < untilMillis && !stopped.getAsBoolean()) {
                List<Long> due = runner.due(eagerness, BUCKETS_AT_ONCE);
                if (due.isEmpty() || runner.settle(due, Claim.Cause.SETTLE).isEmpty()) {
                    break; // nothing to do, or only what new events are just touching
                }
            }
        });
    }

    private void migrate(long untilMillis) {
        backfill.spend(() -> {
            while (clock.millis() < untilMillis && !stopped.getAsBoolean() && migrated()) {
                // the next one
            }
        });
    }

    private boolean migrated() {
        long start = clock.millis();
        Optional<CommittedBatch> done = runner.migrate(order, BUCKETS_AT_ONCE, MIGRATED_EVENTS);
        if (done.isEmpty()) {
            return false;
        }
        BackfillPace now =
                pace.orElseGet(() -> new BackfillPace(start)).plus(done.get().buckets(), clock.millis());
        pace = Optional.of(now);
        runner.migration().rollups().forEach(rollup -> log.accept("migration: " + rollup + now.left(rollup)));
        return true;
    }
}
