package tallyroll.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import tallyroll.bytes.Slice;
import tallyroll.time.Micros;

/**
 * Any other pattern of {@link DateTimeFormatter}: English names of months and days, strict dates ({@code 2001/02/30} is none), a
 * year {@code y} read as {@code u} unless the pattern has an era, midnight where the pattern has no time. A zone or offset in
 * the text wins over the field's.
 */
final class PatternTime implements TimeText {
    private final String rule;
    private final DateTimeFormatter formatter;
    private final LocalZone zone;

    PatternTime(String field, String pattern, LocalZone zone) {
        rule = "a time written as " + pattern;
        this.zone = zone;
        try {
            formatter = DateTimeFormatter.ofPattern(prolepticYears(pattern), Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "field \"" + field + "\": \"" + pattern + "\" is not a time pattern: " + e.getMessage(), e);
        }
    }

    private PatternTime(DateTimeFormatter formatter, String rule, LocalZone zone) {
        this.formatter = formatter;
        this.rule = rule;
        this.zone = zone;
    }

    /** As in mails and headers of HTTP. */
    static PatternTime rfc1123(LocalZone zone) {
        return new PatternTime(
                DateTimeFormatter.RFC_1123_DATE_TIME, "an RFC 1123 time such as Wed, 1 May 2024 10:00:00 GMT", zone);
    }

    /** A strict formatter refuses a year of era without its era, which is not what a writer of {@code yyyy} means. */
    private static String prolepticYears(String pattern) {
        StringBuilder years = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < years.length(); i++) {
            char letter = years.charAt(i);
            quoted ^= letter == '\'';
            if (letter == 'G' && !quoted) {
                return pattern;
            }
            if (letter == 'y' && !quoted) {
                years.setCharAt(i, 'u');
            }
        }
        return years.toString();
    }

    @Override
    public long micros(Slice text) {
        try {
            return micros(formatter.parse(text.text()));
        } catch (DateTimeException | ArithmeticException notOfTheForm) {
            return NONE;
        }
    }

    private long micros(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Micros.of(Instant.from(parsed));
        }
        LocalDate date = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        // Half a time, such as hh without AM or PM, must not pass as midnight.
        boolean halfTime = time == null
                && (parsed.isSupported(ChronoField.HOUR_OF_AMPM) || parsed.isSupported(ChronoField.MINUTE_OF_HOUR));
        if (halfTime || date == null || date.getYear() < 1 || date.getYear() > 9999) {
            return NONE;
        }
        long timeOfDay = time == null ? 0 : time.toNanoOfDay() / 1_000;
        ZoneId named = parsed.query(TemporalQueries.zone());
        LocalZone effective = named == null ? zone : new LocalZone(named);
        return effective.toUtc(date.toEpochDay() * Micros.PER_DAY + timeOfDay);
    }

    @Override
    public String rule() {
        return rule;
    }
}
