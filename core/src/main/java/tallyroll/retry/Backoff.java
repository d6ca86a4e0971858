package tallyroll.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The waits of a {@link RetryPolicy} one after another, each less a random part of up to a half: many clients of one server that
 * restarts do not all come back at once. Not thread-safe.
 */
public final class Backoff {
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private int failures;

    Backoff(RetryPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** How long to wait after one more failure. */
    public Duration next() {
        failures = failures == Integer.MAX_VALUE ? failures : failures + 1;
        long due = policy.waitAfter(failures).toNanos();
        return Duration.ofNanos(due - random.nextLong(due / 2 + 1));
    }

    /** After a success. */
    public void reset() {
        failures = 0;
    }
}
