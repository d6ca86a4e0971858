package tallyroll.receiver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: twice as long after each failure, up to half a minute, and a random part less. */
public final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long MAX_MILLIS = 30_000;
    private static final int MAX_DOUBLINGS = 20;

    private final RandomGenerator random;
    private int failures;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** At least half of what is due: many receivers of one server that restarts do not all come back at once. */
    public Duration next() {
        long due = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return Duration.ofMillis(due / 2 + random.nextLong(due / 2 + 1));
    }

    /** After a success. */
    public void reset() {
        failures = 0;
    }
}
