package tallyroll.event;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tallyroll.time.Micros;

/**
 * Between which times an event may have happened. What lies outside is a fault of the sender, a clock that was never set or a number
 * read in the wrong unit; taken as it is, one such event would open a bucket thousands of years away.
 *
 * @param notBefore the earliest time of an event
 * @param notAfter the latest
 */
public record PlausibleTime(Bound notBefore, Bound notAfter) implements Serializable {
    /**
     * From the second day of 1970, because a clock that was never set says the first, to a day from now, because clocks run
     * ahead and zones get mixed up.
     */
    public static final PlausibleTime DEFAULT =
            new PlausibleTime(Bound.at(Instant.parse("1970-01-02T00:00:00Z")), Bound.fromNow(Duration.ofDays(1)));

    /**
     * A time, or a distance from now.
     *
     * @param micros µs since 1970, or from now
     */
    public record Bound(boolean fromNow, long micros) implements Serializable {
        public static Bound at(Instant time) {
            return new Bound(false, Micros.of(time));
        }

        /** @param distance negative for a time that has passed */
        public static Bound fromNow(Duration distance) {
            return new Bound(true, Micros.of(distance));
        }

        /** Reads {@code now}, {@code now+1d}, {@code now-400d}, {@code 1900-01-01}, {@code 2024-05-01T10:00:00Z}. */
        public static Optional<Bound> parse(String text) {
            return BoundText.read(text);
        }

        /** µs since 1970. */
        public long micros(long nowMicros) {
            return fromNow ? nowMicros + micros : micros;
        }
    }
}
