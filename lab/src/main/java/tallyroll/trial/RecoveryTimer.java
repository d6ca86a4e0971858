package tallyroll.trial;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import tallyroll.report.RecoveryTime;

/** Measures from the end of a fault to the first moment of a phase at which all totals were right, if the phase ends right. */
final class RecoveryTimer {
    private final LongSupplier nanos;
    private OptionalLong faultEnded = OptionalLong.empty();
    private OptionalLong recovered = OptionalLong.empty();
    private boolean decided;

    /** @param nanos a clock like {@link System#nanoTime} */
    RecoveryTimer(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void faultEnded() {
        faultEnded = OptionalLong.of(nanos.getAsLong());
    }

    /** Whether comparing the totals now could change the result. */
    boolean isOpen() {
        return faultEnded.isPresent() && recovered.isEmpty() && !decided;
    }

    /** The totals were compared with the truth. */
    void compared(boolean exact) {
        if (exact && isOpen()) {
            recovered = OptionalLong.of(nanos.getAsLong());
        }
    }

    /** A phase is over: totals that were right only for a moment do not count. */
    void phaseEnded(boolean exact) {
        compared(exact);
        if (exact) {
            decided = true;
        } else if (!decided) {
            recovered = OptionalLong.empty();
        }
    }

    RecoveryTime time() {
        if (faultEnded.isEmpty()) {
            return new RecoveryTime.NotApplicable("there was no fault");
        }
        if (!decided) {
            return new RecoveryTime.Never();
        }
        double tenths = Math.round(Math.max(0, recovered.getAsLong() - faultEnded.getAsLong()) / 1e8);
        return new RecoveryTime.After(tenths / 10);
    }
}
