package tallyroll.bucket;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import tallyroll.time.Micros;

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

    private static final int MIN_BUCKETS = 120;
    private final long seconds;

    Period(long seconds) {
        this.seconds = seconds;
    }

    public static Period of(Granularity every) {
        for (Period period : values()) {
            if (Micros.ofSeconds(period.seconds) / every.nominalMicros() >= MIN_BUCKETS) {
                return period;
            }
        }
        return DECADE;
    }

    /** The period that holds a bucket's start, as stored. */
    public String label(long bucketMicros) {
        OffsetDateTime at = utc(bucketMicros);
        StringBuilder label = new StringBuilder(13);
        if (this == DECADE) {
            return pad(label, Math.floorDiv(at.getYear(), 10), 3).append('x').toString();
        }
        pad(label, at.getYear(), 4);
        if (this != YEAR) {
            pad(label.append('-'), at.getMonthValue(), 2);
        }
        if (this == DAY || this == HOUR) {
            pad(label.append('-'), at.getDayOfMonth(), 2);
        }
        if (this == HOUR) {
            pad(label.append('T'), at.getHour(), 2);
        }
        return label.toString();
    }

    /** Digits of our own, for labels are keys and a locale must not change them. */
    private static StringBuilder pad(StringBuilder label, int number, int width) {
        String digits = Integer.toString(number);
        return label.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
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
        return Micros.toInstant(micros).atOffset(ZoneOffset.UTC);
    }

    private static long micros(OffsetDateTime at) {
        return Micros.ofSeconds(at.toEpochSecond());
    }
}
