package tallyroll.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
 * @param pattern empty for ISO-8601; several are lines
 * @param first µs since the epoch of the earliest value
 * @param last µs since the epoch of the latest value
 * @param datesOnly whether every value is a midnight of UTC
 * @param namesZone whether the values say their zone, or count from the epoch
 * @param others how many values are no such times
 * @param doubt what the guess goes by, or what else they might be; empty where there is nothing to say
 */
record TimeGuess(
        String pattern, long first, long last, boolean datesOnly, boolean namesZone, int others, String doubt) {
    private static final int LONGEST = 80;
    private static final Pattern ZONED =
            Pattern.compile("(?i).{10,}(Z|UTC|GMT|[+-]\\d\\d(:?\\d\\d)?|[a-z]+/[a-z_/-]+)(\\[.*\\])?");

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
            "yyyy-MM-dd HH:mm:ss z",
            "yyyy-MM-dd-HH-mm-ss",
            "yyyyMMdd'T'HHmmssX",
            "yyyyMMdd'T'HHmmss",
            "yyyyMMdd HH:mm:ss",
            "dd/MMM/yyyy:HH:mm:ss Z",
            "rfc_1123",
            "EEE, dd MMM yyyy HH:mm:ss Z",
            "EEE, dd MMM yyyy HH:mm:ss",
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

    /** Of so many texts, most are times if the field is one. */
    private static final int FEW = 20;

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

    /** @param values texts, nearly all of which must be times; not empty */
    static Optional<TimeGuess> ofTexts(Collection<String> values, List<String> words, long nowMicros) {
        if (values.stream().allMatch(NumberTime::digits)) {
            return NumberTime.of(values, words, nowMicros);
        }
        if (!mostly((int) values.stream().filter(TimeGuess::mayBe).count(), values.size())) {
            return Optional.empty();
        }
        List<TimeGuess> fitting = new ArrayList<>();
        for (String pattern : PATTERNS) {
            if (Reading.of(pattern, values.stream().limit(FEW).toList()).mostly()) {
                Reading all = Reading.of(pattern, values);
                if (all.good() == values.size() && pattern.isEmpty()) {
                    return Optional.of(all.guess());
                }
                if (all.mostly()) {
                    fitting.add(all.guess());
                }
            }
        }
        Optional<TimeGuess> best = fitting.stream().min(Comparator.comparingInt(TimeGuess::others));
        return best.map(chosen -> fitting.stream()
                .filter(other -> other.others() == chosen.others() && other.first() != chosen.first())
                .findFirst()
                .map(other -> chosen.doubting("may be " + other.pattern() + " as well"))
                .orElse(chosen));
    }

    TimeGuess doubting(String sentence) {
        return new TimeGuess(
                pattern,
                first,
                last,
                datesOnly,
                namesZone,
                others,
                doubt.isEmpty() ? sentence : doubt + "; " + sentence);
    }

    /** What is to be said of values that are none. */
    static String odd(int others) {
        return others == 1 ? "one value is no such time" : "%,d values are no such times".formatted(others);
    }

    /** How a definition names the pattern; several, of which the first that fits a value is taken, as a list. */
    String yaml() {
        List<String> patterns = pattern.lines().toList();
        return patterns.size() == 1 ? YamlText.value(pattern) : "[" + String.join(", ", patterns) + "]";
    }

    /**
     * What the pipeline's reader makes of texts by a pattern.
     *
     * @param good how many are times
     * @param bad one that is none; empty where all are
     */
    record Reading(String pattern, int size, int good, Optional<String> bad, TimeGuess guess) {
        static Reading of(String pattern, Collection<String> values) {
            Field field =
                    new Field("time", FieldType.TIMESTAMP, "time", "", pattern, "UTC", Missing.NULL, Notation.PLAIN);
            FieldReader reader = new FieldReader(field, 0);
            Event event = new Event(new EventSchema(List.of(field)));
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            boolean datesOnly = true;
            int good = 0;
            boolean zoned = true;
            Optional<String> bad = Optional.empty();
            for (String value : values) {
                if (value.isEmpty()
                        || value.length() > LONGEST
                        || !reader.text(Slice.of(value), event).ok()) {
                    bad = bad.or(() -> Optional.of(value));
                    continue;
                }
                long micros = event.longAt(0);
                good++;
                zoned &= zoned(value);
                first = Math.min(first, micros);
                last = Math.max(last, micros);
                datesOnly &= micros % Micros.PER_DAY == 0;
            }
            boolean zone = pattern.startsWith("epoch")
                    || pattern.equals("rfc_1123")
                    || pattern.matches(".*(X|Z|z|VV).*")
                    || (pattern.isEmpty() && zoned);
            int others = values.size() - good;
            TimeGuess guess = new TimeGuess(pattern, first, last, datesOnly, zone, others, "");
            return new Reading(pattern, values.size(), good, bad, others == 0 ? guess : guess.doubting(odd(others)));
        }

        /** Whether the others are so few that they are mistakes. */
        boolean mostly() {
            return TimeGuess.mostly(good, size);
        }
    }

    private static boolean mostly(int good, int size) {
        return good > 0 && (good == size || (good >= 3 && good * 4L >= size * 3L));
    }

    /** Whether a text has the digits of a day at least. */
    private static boolean mayBe(String text) {
        return text.length() <= LONGEST
                && text.chars().filter(c -> c >= '0' && c <= '9').limit(3).count() == 3;
    }

    /** Whether an ISO-8601 text names its zone or offset. */
    private static boolean zoned(String text) {
        return ZONED.matcher(text).matches();
    }
}
