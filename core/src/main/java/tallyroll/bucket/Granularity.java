package tallyroll.bucket;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The length of a rollup's buckets and the zone their days begin in (rule R2).
 *
 * <p>Buckets are half-open intervals of event time. Seconds, minutes and hours are cut from the epoch in UTC and must divide a
 * day; days, weeks (from Monday) and months are cut at the zone's midnight, so a day of a clock change has 23 or 25 hours. All
 * instants are µs since the epoch.
 *
 * @param amount how many units; more than 1 only for seconds, minutes and hours
 */
public record Granularity(int amount, Unit unit, ZoneId zone) implements Serializable, Comparable<Granularity> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(s|m|h|d|w|mo)");
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;

    /** The units, short to long, with their suffix and nominal length in µs. */
    public enum Unit {
        SECOND("s", Granularity.SECOND),
        MINUTE("m", 60 * Granularity.SECOND),
        HOUR("h", 3_600 * Granularity.SECOND),
        DAY("d", Granularity.DAY),
        WEEK("w", 7 * Granularity.DAY),
        MONTH("mo", 30 * Granularity.DAY);

        final String suffix;
        final long micros;

        Unit(String suffix, long micros) {
            this.suffix = suffix;
            this.micros = micros;
        }
    }

    public Granularity {
        boolean calendar = unit.compareTo(Unit.DAY) >= 0;
        if (amount < 1 || (calendar && amount != 1) || (!calendar && DAY % (amount * unit.micros) != 0)) {
            throw new IllegalArgumentException(
                    "\"" + amount + unit.suffix
                            + "\" is no bucket length: seconds, minutes and hours must divide a day, days, weeks and months come one at a time");
        }
    }

    public static Optional<Granularity> parse(String text, ZoneId zone) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        for (Unit unit : Unit.values()) {
            if (unit.suffix.equals(matcher.group(2))) {
                try {
                    return Optional.of(new Granularity(Integer.parseInt(matcher.group(1)), unit, zone));
                } catch (IllegalArgumentException notALength) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    public static Granularity of(String text) {
        return parse(text, ZoneOffset.UTC)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no bucket length"));
    }

    /** The start of the bucket that holds an instant. */
    public long floor(long micros) {
        if (unit.compareTo(Unit.DAY) < 0) {
            return Math.floorDiv(micros, amount * unit.micros) * (amount * unit.micros);
        }
        if (zone.equals(ZoneOffset.UTC) && unit == Unit.DAY) {
            return Math.floorDiv(micros, DAY) * DAY;
        }
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return start(firstDay(instant.atZone(zone).toLocalDate()));
    }

    /** The end of the bucket that starts at {@code start}: the start of the next one. */
    public long end(long start) {
        if (unit.compareTo(Unit.DAY) < 0) {
            return start + amount * unit.micros;
        }
        LocalDate first =
                Instant.EPOCH.plus(start, ChronoUnit.MICROS).atZone(zone).toLocalDate();
        return start(
                switch (unit) {
                    case DAY -> first.plusDays(1);
                    case WEEK -> first.plusWeeks(1);
                    default -> first.plusMonths(1);
                });
    }

    /** Nominal length in µs: a month counts 30 days. For comparing and estimating only. */
    public long nominalMicros() {
        return amount * unit.micros;
    }

    /** Whether every bucket of {@code coarser} is a union of whole buckets of this granularity. */
    public boolean divides(Granularity coarser) {
        if (nominalMicros() > coarser.nominalMicros() || (unit == Unit.WEEK && coarser.unit == Unit.MONTH)) {
            return false;
        }
        if (unit.compareTo(Unit.DAY) >= 0) {
            return zone.equals(coarser.zone);
        }
        if (coarser.unit.compareTo(Unit.DAY) < 0) {
            return coarser.nominalMicros() % nominalMicros() == 0;
        }
        return nominalMicros() <= 15 * Unit.MINUTE.micros
                ? 15 * Unit.MINUTE.micros % nominalMicros() == 0
                : wholeHours(coarser.zone) && Unit.HOUR.micros % nominalMicros() == 0;
    }

    private static boolean wholeHours(ZoneId zone) {
        return zone.getRules().getTransitions().stream()
                        .skip(1)
                        .filter(change -> change.getInstant().isAfter(Instant.EPOCH))
                        .allMatch(change -> change.getOffsetAfter().getTotalSeconds() % 3600 == 0)
                && zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() % 3600 == 0;
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (unit) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            default -> day;
        };
    }

    private long start(LocalDate day) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, day.atStartOfDay(zone).toInstant());
    }

    @Override
    public int compareTo(Granularity other) {
        return Long.compare(nominalMicros(), other.nominalMicros());
    }

    /** As written in a definition and in table names: {@code 1h}, {@code 1d}. */
    @Override
    public String toString() {
        return amount + unit.suffix;
    }
}
