package tallyroll.bucket;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The coarse period that partitions a summary table (DESIGN §5): the shortest of hour, day, month, year and decade that holds
 * at least 120 buckets, so that one partition read answers a useful range and a partition stays below a few thousand rows.
 *
 * <p>A bucket belongs to the UTC period that holds its start. Periods are written as text: {@code 2001-01-05T07},
 * {@code 2001-01-05}, {@code 2001-01}, {@code 2001}, {@code 200x}.
 */
public enum Period {
    HOUR(3_600L),
    DAY(86_400L),
    MONTH(28 * 86_400L),
    YEAR(365 * 86_400L),
    DECADE(3_652 * 86_400L);

    private static final int LEAST_BUCKETS = 120;
    private final long seconds;

    Period(long seconds) {
        this.seconds = seconds;
    }

    public static Period of(Granularity every) {
        for (Period period : values()) {
            if (period.seconds * 1_000_000 / every.nominalMicros() >= LEAST_BUCKETS) {
                return period;
            }
        }
        return DECADE;
    }

    /** The period that holds a bucket's start, as stored. */
    public String label(long bucketMicros) {
        OffsetDateTime at = utc(bucketMicros);
        return switch (this) {
            case HOUR ->
                "%04d-%02d-%02dT%02d".formatted(at.getYear(), at.getMonthValue(), at.getDayOfMonth(), at.getHour());
            case DAY -> "%04d-%02d-%02d".formatted(at.getYear(), at.getMonthValue(), at.getDayOfMonth());
            case MONTH -> "%04d-%02d".formatted(at.getYear(), at.getMonthValue());
            case YEAR -> "%04d".formatted(at.getYear());
            case DECADE -> "%03dx".formatted(Math.floorDiv(at.getYear(), 10));
        };
    }

    /** The start, µs, of the period that holds an instant. */
    public long floor(long micros) {
        OffsetDateTime at = utc(micros).truncatedTo(this == HOUR ? ChronoUnit.HOURS : ChronoUnit.DAYS);
        return micros(
                switch (this) {
                    case HOUR, DAY -> at;
                    case MONTH -> at.withDayOfMonth(1);
                    case YEAR -> at.withDayOfYear(1);
                    case DECADE -> at.withDayOfYear(1).withYear(Math.floorDiv(at.getYear(), 10) * 10);
                });
    }

    /** The start, µs, of the period after the one that holds an instant. */
    public long next(long micros) {
        OffsetDateTime at = utc(floor(micros));
        return micros(
                switch (this) {
                    case HOUR -> at.plusHours(1);
                    case DAY -> at.plusDays(1);
                    case MONTH -> at.plusMonths(1);
                    case YEAR -> at.plusYears(1);
                    case DECADE -> at.plusYears(10);
                });
    }

    private static OffsetDateTime utc(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static long micros(OffsetDateTime at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant());
    }
}
