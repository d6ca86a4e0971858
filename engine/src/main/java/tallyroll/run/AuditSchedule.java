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

    private final BatchRunner runner;
    private final SpareTime spare;

    /** The run begins now. */
    AuditSchedule(BatchRunner runner, InstantSource clock, BooleanSupplier stopped) {
        this.runner = runner;
        spare = new SpareTime(SHARE, clock, stopped);
    }

    /** One batch, where its time has come. */
    void idle() {
        spare.spend(() -> runner.audit(EVENTS_AT_ONCE).isPresent());
    }
}
