package tallyroll.receiver;

import java.util.random.RandomGenerator;

/**
 * How long to wait before a server is asked again: twice as long each time, up to half a minute, less up to a half by chance, so
 * that many receivers do not come back at once. Not thread-safe.
 */
final class Retries {
    private static final long FIRST_MILLIS = 250;
    private static final long MOST_MILLIS = 30_000;
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;
    private int failures;

    Retries(RandomGenerator random) {
        this.random = random;
    }

    /** Another that has seen no failure. */
    Retries fresh() {
        return new Retries(random);
    }

    /** Counts a failure, and says how long to wait after it. */
    long afterFailureMillis() {
        long whole = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }

    void succeeded() {
        failures = 0;
    }

    /** A time for people: {@code 0.4 s}. */
    static String seconds(long millis) {
        return millis / 1000 + "." + millis % 1000 / 100 + " s";
    }
}
