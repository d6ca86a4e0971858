package tallyroll.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallyroll.bytes.Slice;
import tallyroll.decode.FieldReader;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.time.Micros;

/**
 * How all values of a field can be read as times, by the reader that the pipeline has.
 *
 * @param pattern empty for ISO-8601
 * @param first µs since the epoch of the earliest value
 * @param last µs since the epoch of the latest value
 * @param datesOnly whether every value is a midnight of UTC
 * @param namesZone whether the values say their zone, or count from the epoch
 * @param doubt what else they might be; empty where nothing is
 */
record TimeGuess(String pattern, long first, long last, boolean datesOnly, boolean namesZone, String doubt) {
    private static final List<String> PATTERNS = List.of(
            "",
            "yyyy/MM/dd HH:mm:ss.SSS",
            "yyyy/MM/dd HH:mm:ss",
            "yyyy/MM/dd HH:mm",
            "yyyy/MM/dd",
            "yyyy-MM-dd'T'HH:mm:ss,SSS",
            "yyyy-MM-dd HH:mm:ss,SSS",
            "yyyy-MM-dd HH:mm:ss Z",
            "yyyy-MM-dd HH:mm:ss VV",
            "yyyy-MM-dd-HH-mm-ss",
            "yyyyMMdd'T'HHmmssX",
            "yyyyMMdd'T'HHmmss",
            "yyyyMMdd HH:mm:ss",
            "dd/MMM/yyyy:HH:mm:ss Z",
            "EEE, dd MMM yyyy HH:mm:ss zzz",
            "EEE, dd MMM yyyy HH:mm:ss Z",
            "EEE MMM dd HH:mm:ss zzz yyyy",
            "dd.MM.yyyy HH:mm:ss",
            "dd.MM.yyyy HH:mm",
            "dd.MM.yyyy",
            "dd-MMM-yyyy HH:mm:ss",
            "dd-MMM-yyyy",
            "dd MMM yyyy HH:mm:ss",
            "MMM d, yyyy",
            "MM/dd/yyyy HH:mm:ss",
            "dd/MM/yyyy HH:mm:ss",
            "MM/dd/yyyy HH:mm",
            "dd/MM/yyyy HH:mm",
            "M/d/yyyy h:mm:ss a",
            "M/d/yyyy h:mm a",
            "M/d/yyyy H:mm:ss",
            "d/M/yyyy H:mm:ss",
            "M/d/yyyy H:mm",
            "d/M/yyyy H:mm",
            "MM/dd/yyyy",
            "dd/MM/yyyy",
            "M/d/yyyy",
            "d/M/yyyy",
            "MM-dd-yyyy",
            "dd-MM-yyyy");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    /** Of digits alone: believed of a field whose name speaks of time. */
    private static final List<String> OF_DIGITS = List.of("yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd");

    /** The patterns that count from 1970, each with what 2000 and 2100 are in its unit. */
    private enum Epoch {
        SECONDS("epoch_seconds", 1),
        MILLIS("epoch_millis", 1_000),
        MICROS("epoch_micros", 1_000_000),
        NANOS("epoch_nanos", 1_000_000_000);

        private static final long YEAR_2000 = 946_684_800;
        private static final long YEAR_2100 = 4_102_444_800L;
        private final String pattern;
        private final long perSecond;

        Epoch(String pattern, long perSecond) {
            this.pattern = pattern;
            this.perSecond = perSecond;
        }

        boolean holds(double value) {
            return value >= (double) YEAR_2000 * perSecond && value <= (double) YEAR_2100 * perSecond;
        }
    }

    private static final Set<String> TIME_WORDS = Set.of(
            "time",
            "date",
            "timestamp",
            "datetime",
            "ts",
            "at",
            "on",
            "when",
            "day",
            "epoch",
            "created",
            "updated",
            "modified",
            "occurred",
            "started",
            "ended",
            "received",
            "expires",
            "expiry",
            "since",
            "until",
            "utc",
            "millis",
            "ms",
            "sec",
            "seconds",
            "moment",
            "instant",
            "dt",
            "eventtime",
            "logged",
            "t");

    /** Whether a name speaks of time. */
    static boolean named(List<String> words) {
        return words.stream()
                .anyMatch(word -> TIME_WORDS.contains(word)
                        || word.endsWith("time")
                        || word.endsWith("date")
                        || word.endsWith("timestamp"));
    }

    /** @param values texts, all of which must be times; not empty */
    static Optional<TimeGuess> ofTexts(Collection<String> values, List<String> words) {
        if (values.stream().anyMatch(value -> value.length() < 6 || value.length() > 60)) {
            return Optional.empty();
        }
        boolean digits = values.stream().allMatch(value -> DIGITS.matcher(value).matches());
        if (digits) {
            return ofNumbers(values, words);
        }
        List<TimeGuess> fitting = new ArrayList<>();
        for (String pattern : PATTERNS) {
            with(pattern, values, false).ifPresent(fitting::add);
            if (fitting.size() == 2 || (!fitting.isEmpty() && pattern.isEmpty())) {
                break;
            }
        }
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        TimeGuess best = fitting.get(0);
        boolean twoWays = fitting.size() == 2 && fitting.get(1).first() != best.first();
        return Optional.of(twoWays ? best.doubting("may be " + fitting.get(1).pattern() + " as well") : best);
    }

    /** @param values numbers, all of which must be times; not empty */
    static Optional<TimeGuess> ofNumbers(Collection<String> values, List<String> words) {
        if (!named(words)) {
            return Optional.empty();
        }
        for (Epoch epoch : Epoch.values()) {
            if (values.stream().allMatch(value -> epoch.holds(Double.parseDouble(value)))) {
                return with(epoch.pattern, values, true);
            }
        }
        return OF_DIGITS.stream()
                .flatMap(pattern -> with(pattern, values, false).stream())
                .filter(guess -> guess.first() > Micros.of(Instant.parse("1990-01-01T00:00:00Z"))
                        && guess.last() < Micros.of(Instant.parse("2100-01-01T00:00:00Z")))
                .findFirst();
    }

    private TimeGuess doubting(String doubt) {
        return new TimeGuess(pattern, first, last, datesOnly, namesZone, doubt);
    }

    private static Optional<TimeGuess> with(String pattern, Collection<String> values, boolean epoch) {
        Field field = new Field("time", FieldType.TIMESTAMP, "time", "", pattern, "UTC", Missing.NULL, Notation.PLAIN);
        FieldReader reader = new FieldReader(field, 0);
        Event event = new Event(new EventSchema(List.of(field)));
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        boolean datesOnly = true;
        for (String value : values) {
            if (!reader.text(Slice.of(value), event).ok()) {
                return Optional.empty();
            }
            long micros = event.longAt(0);
            first = Math.min(first, micros);
            last = Math.max(last, micros);
            datesOnly &= micros % Micros.PER_DAY == 0;
        }
        boolean zone = epoch
                || pattern.matches(".*(X|Z|z|VV).*")
                || (pattern.isEmpty() && values.stream().allMatch(TimeGuess::zoned));
        return Optional.of(new TimeGuess(pattern, first, last, datesOnly, zone, ""));
    }

    /** Whether an ISO-8601 text ends in Z or an offset. */
    private static boolean zoned(String text) {
        return text.toUpperCase(Locale.ROOT).matches(".{11,}(Z|[+-]\\d\\d(:?\\d\\d)?|\\])");
    }
}
