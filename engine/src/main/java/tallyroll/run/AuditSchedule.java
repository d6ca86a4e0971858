package tallyroll.run;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import tallyroll.batch.BatchRunner;

/**
 * When settled buckets are recounted: while nothing is left to read or to settle, those that were recounted longest ago first, for a
 * small share of the time that the run has had. So everything is recounted in time, where the share is enough for it; where it is
 * not, later, and never at the cost of new events. Not thread-safe.
 */
final class AuditSchedule {
    /** Events in one batch, for which new events may have to wait: a few seconds' worth. */
    private static final long EVENTS_AT_ONCE = 2_000_000;
    /** Of the run's time. */
    private static final double SHARE = 0.1;
    /** Between two looks that found nothing. */
    private static final long LOOK_MILLIS = 60_000;

    private final BatchRunner runner;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final long startMillis;
    private long spentMillis;
    private long nextMillis;

    /** The run begins now. */
    AuditSchedule(BatchRunner runner, InstantSource clock, BooleanSupplier stopped) {
        this.runner = runner;
        this.clock = clock;
        this.stopped = stopped;
        startMillis = clock.millis();
    }

    /** One batch, where its time has come. */
    void idle() {
        long now = clock.millis();
        boolean room = spentMillis <= (now - startMillis) * SHARE;
        if (!room || now < nextMillis || stopped.getAsBoolean()) {
            return;
        }
        boolean more = runner.audit(EVENTS_AT_ONCE).isPresent();
        long done = clock.millis();
        spentMillis += done - now;
        nextMillis = more ? done : done + LOOK_MILLIS;
    }
}
