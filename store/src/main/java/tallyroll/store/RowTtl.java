package tallyroll.store;

import java.time.Duration;
import tallyroll.time.Micros;

/**
 * How long a row lives that nothing correct depends on, as {@code USING TTL} has it: 0 is for ever. What lists such rows in {@code
 * tally_partitions} is written with them and lives two days longer.
 */
record RowTtl(Duration duration) {
    private static final Duration LISTED = Duration.ofDays(2);
    /** After which the entry that lists a row is written again. */
    private static final long LISTED_AGAIN_MICROS = Micros.PER_DAY;

    int seconds() {
        return Math.toIntExact(duration.toSeconds());
    }

    int listedSeconds() {
        return duration.isZero() ? 0 : Math.toIntExact(duration.plus(LISTED).toSeconds());
    }

    /** Whether an entry written then is too old to list what is written now. */
    boolean listAgain(long thenMicros, long nowMicros) {
        return !duration.isZero() && nowMicros - thenMicros > LISTED_AGAIN_MICROS;
    }
}
