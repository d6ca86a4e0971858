package tallyroll.trial;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import tallyroll.report.ToRight;

/** Measures from the end of a fault to the first moment of a phase at which all totals were right, if the phase ends right. */
final class ToRightWatch {
    private final LongSupplier nanos;
    private OptionalLong ended = OptionalLong.empty();
    private OptionalLong right = OptionalLong.empty();
    private boolean decided;

    /** @param nanos a clock as {@link System#nanoTime} */
    ToRightWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void faultEnded() {
        ended = OptionalLong.of(nanos.getAsLong());
    }

    /** Whether looking at the tables now would tell anything. */
    boolean isCurious() {
        return ended.isPresent() && right.isEmpty() && !decided;
    }

    void look(boolean exact) {
        if (exact && isCurious()) {
            right = OptionalLong.of(nanos.getAsLong());
        }
    }

    /** A phase is over: totals that were right for a moment only were not right. */
    void phaseEnded(boolean exact) {
        look(exact);
        if (exact) {
            decided = true;
        } else if (!decided) {
            right = OptionalLong.empty();
        }
    }

    ToRight toRight() {
        if (ended.isEmpty()) {
            return new ToRight.NotApplicable("there was no fault");
        }
        if (!decided) {
            return new ToRight.Never();
        }
        double tenths = Math.round(Math.max(0, right.getAsLong() - ended.getAsLong()) / 1e8);
        return new ToRight.After(tenths / 10);
    }
}
