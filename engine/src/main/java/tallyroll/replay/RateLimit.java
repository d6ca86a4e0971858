package tallyroll.replay;

import java.time.Duration;
import java.util.function.LongSupplier;
import tallyroll.retry.RetryPolicy;

/** Lets so many events a second pass, counted from the first. Not thread-safe. */
final class RateLimit {
    private static final long NANOS = 1_000_000_000;
    /** Shorter waits are saved up. */
    private static final long SHORTEST_NANOS = 2_000_000;

    private final double eventsPerSecond;
    private final LongSupplier nanoTime;
    private final Sleep sleep;
    private long began;
    private long passed;

    /** Waits. */
    interface Sleep {
        void sleep(long nanos) throws InterruptedException;
    }

    /** @param eventsPerSecond 0 for as many as can be */
    RateLimit(double eventsPerSecond) {
        this(eventsPerSecond, System::nanoTime, nanos -> RetryPolicy.sleep(Duration.ofNanos(nanos)));
    }

    RateLimit(double eventsPerSecond, LongSupplier nanoTime, Sleep sleep) {
        this.eventsPerSecond = eventsPerSecond;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
    }

    /** Returns when the next event may pass. @throws ReplayException when interrupted */
    void await() {
        if (eventsPerSecond <= 0) {
            return;
        }
        if (passed == 0) {
            began = nanoTime.getAsLong();
        }
        long due = began + (long) (passed / eventsPerSecond * NANOS);
        passed++;
        long early = due - nanoTime.getAsLong();
        if (early >= SHORTEST_NANOS) {
            sleep(early);
        }
    }

    private void sleep(long nanos) {
        try {
            sleep.sleep(nanos);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ReplayException("The replay was interrupted; the same command goes on.", stop);
        }
    }
}
