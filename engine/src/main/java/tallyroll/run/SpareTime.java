package tallyroll.run;

import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * A small share of the time that a run has had, for work that can wait: a piece whenever there is room, and none for a while after
 * one that found nothing to do. Not thread-safe.
 */
final class SpareTime {
    /** Between two looks that found nothing. */
    private static final long LOOK_MILLIS = 60_000;

    private final double share;
    private final InstantSource clock;
    private final BooleanSupplier stopped;
    private final long startMillis;
    private long spentMillis;
    private long nextMillis;

    /**
     * The run begins now.
     *
     * @param share of its time
     */
    SpareTime(double share, InstantSource clock, BooleanSupplier stopped) {
        this.share = share;
        this.clock = clock;
        this.stopped = stopped;
        startMillis = clock.millis();
    }

    /** @param work one piece; says whether there was something to do */
    void spend(BooleanSupplier work) {
        long now = clock.millis();
        boolean room = spentMillis <= (now - startMillis) * share;
        if (!room || now < nextMillis || stopped.getAsBoolean()) {
            return;
        }
        boolean more = work.getAsBoolean();
        long done = clock.millis();
        spentMillis += done - now;
        nextMillis = more ? done : done + LOOK_MILLIS;
    }
}
