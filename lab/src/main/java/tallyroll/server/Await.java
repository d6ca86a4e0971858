package tallyroll.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The one place here that waits by the clock: processes and ports announce nothing. */
final class Await {
    private static final long STEP_MILLIS = 50;

    private Await() {}

    /** Looks until the condition holds; false if it does not within the limit. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
