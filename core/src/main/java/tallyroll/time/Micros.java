package tallyroll.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Times as µs since 1970-01-01T00:00Z, negative before it, and lengths of time as µs. A {@code long} holds the years −290308 to
 * 294247; what lies beyond is an {@link ArithmeticException}, never another time. What is finer than a µs is cut off towards the
 * past, so that order is kept.
 *
 * <p>Not {@link java.time.temporal.ChronoUnit#between ChronoUnit.MICROS.between}: it counts in ns, which overflow before 1678 and
 * after 2262.
 */
public final class Micros {
    public static final long PER_MILLI = 1_000;
    public static final long PER_SECOND = 1_000 * PER_MILLI;
    public static final long PER_MINUTE = 60 * PER_SECOND;
    public static final long PER_HOUR = 60 * PER_MINUTE;
    /** Of 24 hours, which a day of a time zone may not have. */
    public static final long PER_DAY = 24 * PER_HOUR;

    private static final int NANOS_PER_MICRO = 1_000;

    private Micros() {}

    public static long of(Instant instant) {
        return sum(instant.getEpochSecond(), instant.getNano(), instant);
    }

    /** The length of a duration. */
    public static long of(Duration duration) {
        return sum(duration.getSeconds(), duration.getNano(), duration);
    }

    public static long ofSeconds(long seconds) {
        return sum(seconds, 0, seconds + " s");
    }

    public static long now(InstantSource clock) {
        return of(clock.instant());
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS_PER_MICRO);
    }

    /** The same time without what is finer than a ms, which is all that a CQL timestamp holds. */
    public static long wholeMillis(long micros) {
        return Math.floorDiv(micros, PER_MILLI) * PER_MILLI;
    }

    private static long sum(long seconds, int nanos, Object shown) {
        try {
            // Before 1970 seconds are rounded down and the rest counts upwards from there. In the first second that a
            // long
            // reaches, the seconds alone are too small for it, so the sum is made from the second after.
            return seconds < 0
                    ? Math.addExact(Math.multiplyExact(seconds + 1, PER_SECOND), nanos / NANOS_PER_MICRO - PER_SECOND)
                    : Math.addExact(Math.multiplyExact(seconds, PER_SECOND), nanos / NANOS_PER_MICRO);
        } catch (ArithmeticException beyond) {
            ArithmeticException named = new ArithmeticException(
                    shown + " lies outside the years -290308 to 294247, which µs since 1970 in 64 bits can name");
            named.initCause(beyond);
            throw named;
        }
    }
}
