package tallyroll.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The one place in the lab that waits by polling: processes, ports and tables announce nothing. */
public final class Await {
    private static final long STEP_MILLIS = 50;

    private Await() {}

    /** Polls until the condition holds; false if it does not within the limit, or the thread is interrupted. */
    public static boolean until(Duration limit, BooleanSupplier condition) {
        return until(limit, Duration.ofMillis(STEP_MILLIS), condition);
    }

    /** As {@link #until(Duration, BooleanSupplier)}, with another interval between two polls. */
    public static boolean until(Duration limit, Duration step, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(step.toMillis());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
