package tallyroll.decode;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import tallyroll.time.Micros;

/**
 * Turns a local time into an instant by java.time's rule ({@link ZonedDateTime#ofLocal}): a time in the gap of a clock change
 * moves on by the length of the gap, a time that occurs twice is its first occurrence.
 *
 * <p>Remembers the stretch of local time around the last answer in which one offset holds and every local time occurs once;
 * only outside of it java.time is asked. Not thread-safe.
 */
final class LocalZone {
    private final ZoneId zone;
    private long from = 0;
    private long to = 0;
    private long offset = 0;

    LocalZone(ZoneId zone) {
        this.zone = zone;
    }

    /** @param localMicros µs from 1970-01-01T00:00 of the local calendar to the local time */
    long toUtc(long localMicros) {
        return localMicros >= from && localMicros < to ? localMicros - offset : lookUp(localMicros);
    }

    private long lookUp(long localMicros) {
        LocalDateTime local = LocalDateTime.of(1970, 1, 1, 0, 0).plus(localMicros, ChronoUnit.MICROS);
        ZonedDateTime zoned = ZonedDateTime.ofLocal(local, zone, null);
        Instant instant = zoned.toInstant();
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition last = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition next = rules.nextTransition(instant);
        from = last == null
                ? Long.MIN_VALUE
                : Math.max(micros(last.getDateTimeBefore()), micros(last.getDateTimeAfter()));
        to = next == null
                ? Long.MAX_VALUE
                : Math.min(micros(next.getDateTimeBefore()), micros(next.getDateTimeAfter()));
        offset = Micros.ofSeconds(zoned.getOffset().getTotalSeconds());
        return Micros.of(instant);
    }

    private static long micros(LocalDateTime local) {
        return Micros.of(local.toInstant(ZoneOffset.UTC));
    }
}
