package tallyroll.bucket;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallyroll.time.Micros;

/**
 * The length of a rollup's buckets and the zone their days begin in (rule R2).
 *
 * <p>Buckets are half-open intervals of event time. Seconds, minutes and hours are cut from the epoch in UTC and must divide a
 * day. Days, weeks (from Monday), months, quarters and years begin at the zone's midnight, so a day of a clock change has 23 or 25 hours; where
 * clocks skip midnight the day begins at the change, and where midnight comes twice at the first. All instants are µs since
 * the epoch.
 *
 * @param amount how many units; more than 1 only for seconds, minutes and hours
 */
public record Granularity(int amount, Unit unit, ZoneId zone) implements Serializable, Comparable<Granularity> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(s|m|h|d|w|mo|q|y)");

    /** The units, short to long, with their suffix and nominal length in µs. */
    public enum Unit {
        SECOND("s", Micros.PER_SECOND),
        MINUTE("m", Micros.PER_MINUTE),
        HOUR("h", Micros.PER_HOUR),
        DAY("d", Micros.PER_DAY),
        WEEK("w", 7 * Micros.PER_DAY),
        MONTH("mo", 30 * Micros.PER_DAY),
        QUARTER("q", 91 * Micros.PER_DAY),
        YEAR("y", 365 * Micros.PER_DAY);

        final String suffix;
        final long micros;

        Unit(String suffix, long micros) {
            this.suffix = suffix;
            this.micros = micros;
        }
    }

    public Granularity {
        zone = zone.normalized(); // "UTC", "GMT" and "Z" are one zone
        boolean calendar = unit.compareTo(Unit.DAY) >= 0;
        if (amount < 1 || (calendar && amount != 1) || (!calendar && Micros.PER_DAY % (amount * unit.micros) != 0)) {
            throw new IllegalArgumentException(
                    "\"" + amount + unit.suffix
                            + "\" is not a bucket length: seconds, minutes and hours must divide a day, days, weeks, months, quarters and years come one at a time");
        }
    }

    /** Reads {@code 15m}, {@code 1d}, {@code 1q}; {@code 3mo} is a quarter and {@code 12mo} a year. */
    public static Optional<Granularity> parse(String text, ZoneId zone) {
        String written = text.trim();
        if (written.equals("3mo")) {
            return Optional.of(new Granularity(1, Unit.QUARTER, zone));
        } else if (written.equals("12mo")) {
            return Optional.of(new Granularity(1, Unit.YEAR, zone));
        }
        Matcher matcher = TEXT.matcher(written);
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
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is not a bucket length"));
    }

    /** Finds buckets as {@link #floor} does, quicker where instants come near one another; for one task. */
    public BucketRounder rounder() {
        return new BucketRounder(this);
    }

    /** Whether a bucket begins there. */
    public boolean begins(long micros) {
        return floor(micros) == micros;
    }

    /** How far a bucket that begins there may go: to its end, or, where it was cut in another zone, at most to the end of the next. */
    public long reach(long start) {
        return begins(start) ? end(start) : end(end(start));
    }

    /** The start of the bucket that holds an instant. */
    public long floor(long micros) {
        if (unit.compareTo(Unit.DAY) < 0) {
            return Math.floorDiv(micros, nominalMicros()) * nominalMicros();
        }
        if (unit == Unit.DAY && zone.equals(ZoneOffset.UTC)) {
            return Math.floorDiv(micros, Micros.PER_DAY) * Micros.PER_DAY;
        }
        // Clocks set back over midnight return to a date that is over: its bucket ended at the first midnight, and the
        // hour
        // that comes again belongs to the next one. So a bucket is always an interval.
        LocalDate first = firstDay(date(micros));
        LocalDate next = next(first);
        while (micros >= start(next)) {
            first = next;
            next = next(first);
        }
        return start(first);
    }

    /** The end of the bucket that starts at {@code start}: the start of the next one. */
    public long end(long start) {
        return unit.compareTo(Unit.DAY) < 0 ? start + nominalMicros() : start(next(firstDay(date(start))));
    }

    /** Nominal length in µs: a month counts 30 days, a quarter 91 and a year 365. For comparing and estimating only. */
    public long nominalMicros() {
        return amount * unit.micros;
    }

    /**
     * Whether every bucket of {@code coarser} from 1970 on is a union of whole buckets of this granularity.
     *
     * <p>Hours divide the days of a zone only where its midnights are whole hours of UTC: not in Asia/Kathmandu (+05:45).
     */
    public boolean divides(Granularity coarser) {
        if (nominalMicros() > coarser.nominalMicros() || (unit == Unit.WEEK && coarser.unit != Unit.WEEK)) {
            return false;
        }
        if (unit.compareTo(Unit.DAY) >= 0) {
            return zone.equals(coarser.zone);
        }
        if (coarser.unit.compareTo(Unit.DAY) < 0) {
            return coarser.nominalMicros() % nominalMicros() == 0;
        }
        return dividesMidnights(coarser.zone.getRules());
    }

    private boolean dividesMidnights(ZoneRules rules) {
        long seconds = nominalMicros() / Micros.PER_SECOND;
        boolean offsets = Stream.concat(
                        Stream.of(rules.getOffset(Instant.EPOCH)),
                        Stream.concat(
                                rules.getTransitions().stream()
                                        .filter(change -> change.getInstant().isAfter(Instant.EPOCH))
                                        .map(ZoneOffsetTransition::getOffsetAfter),
                                rules.getTransitionRules().stream().map(ZoneOffsetTransitionRule::getOffsetAfter)))
                .allMatch(offset -> offset.getTotalSeconds() % seconds == 0);
        // A day whose midnight is skipped begins at the change itself.
        return offsets
                && rules.getTransitions().stream()
                        .filter(change -> change.getInstant().isAfter(Instant.EPOCH) && skipsMidnight(change))
                        .allMatch(change -> change.toEpochSecond() % seconds == 0);
    }

    private static boolean skipsMidnight(ZoneOffsetTransition change) {
        LocalDateTime before = change.getDateTimeBefore();
        return change.isGap()
                && (before.toLocalTime().equals(LocalTime.MIDNIGHT)
                        || before.toLocalDate()
                                .isBefore(change.getDateTimeAfter().toLocalDate()));
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (unit) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
            case YEAR -> day.withDayOfYear(1);
            default -> day;
        };
    }

    private LocalDate next(LocalDate first) {
        return switch (unit) {
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            case QUARTER -> first.plusMonths(3);
            case YEAR -> first.plusYears(1);
            default -> first.plusDays(1);
        };
    }

    private LocalDate date(long micros) {
        return Micros.toInstant(micros).atZone(zone).toLocalDate();
    }

    private long start(LocalDate day) {
        return Micros.ofSeconds(day.atStartOfDay(zone).toEpochSecond());
    }

    /** Short to long; {@code 24h} before {@code 1d}, and one length in two zones by the zones' names. */
    @Override
    public int compareTo(Granularity other) {
        int byLength = Long.compare(nominalMicros(), other.nominalMicros());
        int byUnit = byLength != 0 ? byLength : unit.compareTo(other.unit);
        return byUnit != 0 ? byUnit : zone.getId().compareTo(other.zone.getId());
    }

    /** As written in a definition and in table names: {@code 1h}, {@code 1d}. */
    @Override
    public String toString() {
        return amount + unit.suffix;
    }
}
