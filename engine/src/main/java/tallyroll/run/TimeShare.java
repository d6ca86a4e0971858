package tallyroll.run;

import java.time.InstantSource;

/**
 * A share of the time, for work that takes turns with other work. What is not used is saved up for a few seconds only, so that a long
 * rest is followed by no long burst; what was used beyond it, by one piece that took long, is waited for in full. Not thread-safe.
 */
final class TimeShare {
    private static final long MOST_MILLIS = 5_000;

    private final double share;
    private final InstantSource clock;
    private long lastMillis;
    private double leftMillis;

    /**
     * It begins now, with nothing saved up.
     *
     * @param share above 0, below 1
     */
    TimeShare(double share, InstantSource clock) {
        this.share = share;
        this.clock = clock;
        lastMillis = clock.millis();
    }

    /** How much may be used now; 0 or less where it has to be waited for. */
    long leftMillis() {
        long now = clock.millis();
        leftMillis = Math.min(MOST_MILLIS, leftMillis + (now - lastMillis) * share);
        lastMillis = now;
        return (long) leftMillis;
    }

    /** Does the work, however much is left, and counts how long it takes. */
    void spend(Runnable work) {
        long start = clock.millis();
        work.run();
        leftMillis -= clock.millis() - start;
    }
}
