package tallyroll.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Words;
import tallyroll.reading.Selection;
import tallyroll.time.Micros;

/**
 * What was asked on the command line, as a selection of the reading library.
 *
 * @param one whether a single group is named
 * @param from the start of the first bucket, µs
 * @param window where no range was asked for, the one that was taken; empty otherwise
 */
record Question(Selection selection, boolean one, long from, Optional<String> window) {
    /** How many buckets are shown where no range is asked for. */
    private static final int RECENT = 24;

    /** What was written on the command line. */
    record Asked(Rollup rollup, List<String> keys, String pattern, Times times) {}

    /** The same, of time; empty where it was not written. */
    record Times(String from, String until, String every, String zone) {
        /** The zone of times read and shown. */
        ZoneId shown() {
            try {
                return ZoneId.of(zone.isEmpty() ? "UTC" : zone);
            } catch (DateTimeException unknown) {
                throw Failure.usage("Cannot show times in \"" + zone
                        + "\": it is not a time zone; write an IANA name such as Europe/Berlin, or UTC");
            }
        }
    }

    /**
     * @param all the rollup
     * @param several whether keys that were not given may have any value
     * @param now up to when events were recorded, asked only where no range was
     */
    static Question of(Selection all, Asked asked, boolean several, Supplier<Instant> now) {
        Times times = asked.times();
        ZoneId shown = times.shown();
        Selection inBuckets = all;
        if (!times.every().isEmpty()) {
            inBuckets = times.zone().isEmpty() ? all.every(times.every()) : all.every(times.every(), shown);
        }
        Map<String, String> patterns = patterns(asked);
        List<String> missing = asked.rollup().by().stream()
                .filter(key -> !patterns.containsKey(key))
                .toList();
        if (!missing.isEmpty() && !several) {
            throw Failure.usage("Cannot query \"" + asked.rollup().name() + "\": " + String.join(", ", missing)
                    + " missing; a group is named by all its keys, e.g. " + missing.get(0)
                    + "=…; --group '*' takes all groups");
        }
        Selection grouped = inBuckets;
        boolean one = missing.isEmpty();
        for (Map.Entry<String, String> pattern : patterns.entrySet()) {
            String text = pattern.getValue();
            boolean literal = text.endsWith("\\*");
            boolean open = text.endsWith("*") && !literal;
            one &= !open;
            if (!open) {
                grouped = grouped.where(pattern.getKey(), literal ? text.substring(0, text.length() - 2) + "*" : text);
            } else if (text.length() > 1) {
                grouped = grouped.prefix(pattern.getKey(), text.substring(0, text.length() - 1));
            }
        }
        return ranged(grouped, times, shown, one, now);
    }

    private static Question ranged(Selection grouped, Times times, ZoneId shown, boolean one, Supplier<Instant> now) {
        Granularity every = grouped.length();
        boolean recent = times.from().isEmpty();
        long until;
        if (!times.until().isEmpty()) {
            until = micros("--until", times.until(), shown);
        } else {
            long last = recent
                    ? Micros.of(now.get()) - 1
                    : Period.of(every).next(micros("--from", times.from(), shown)) - 1;
            until = every.end(every.floor(last));
        }
        long from = recent ? back(every, until) : micros("--from", times.from(), shown);
        if (until <= from) {
            throw Failure.usage("Cannot query from " + times.from() + " to " + times.until()
                    + ": the range is empty; --until names the first instant that is left out");
        }
        Optional<String> window = recent
                ? Optional.of("From " + Micros.toInstant(from) + " to " + Micros.toInstant(until) + ", the last "
                        + RECENT + " buckets of " + every + "; --from and --until take another range.")
                : Optional.empty();
        return new Question(
                grouped.between(Micros.toInstant(from), Micros.toInstant(until)), one, every.floor(from), window);
    }

    private static long back(Granularity every, long until) {
        long from = every.floor(until - 1);
        for (int i = 1; i < RECENT; i++) {
            from = every.floor(from - 1);
        }
        return from;
    }

    /** What is written for each key, as KEY=VALUE or, for those without, in the order of {@code --group}. */
    private static Map<String, String> patterns(Asked asked) {
        Rollup rollup = asked.rollup();
        Map<String, String> patterns = new LinkedHashMap<>();
        for (String pair : asked.keys()) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !rollup.by().contains(key)) {
                throw Failure.usage("Cannot query \"" + rollup.name() + "\" for \"" + pair + "\": "
                        + (equals < 0 ? "it is not written key=value; " : "it has no such key; ")
                        + Words.suggestion(key, rollup.by(), "keys"));
            }
            patterns.put(key, pair.substring(equals + 1));
        }
        List<String> left = new ArrayList<>(rollup.by());
        left.removeAll(patterns.keySet());
        if (!asked.pattern().isEmpty()) {
            List<String> values = List.of(asked.pattern().split(",", -1));
            if (values.size() > left.size()) {
                throw Failure.usage(
                        "Cannot query \"" + rollup.name() + "\" for --group " + asked.pattern() + ": it has "
                                + values.size() + " values, and " + left.size() + " keys are not given as KEY=VALUE ("
                                + String.join(", ", left) + ")");
            }
            for (int i = 0; i < values.size(); i++) {
                patterns.put(left.get(i), values.get(i));
            }
        }
        return patterns;
    }

    /** An instant with an offset, or a date or a date and time in the zone. */
    private static long micros(String option, String text, ZoneId zone) {
        try {
            Instant instant;
            if (text.endsWith("Z")) {
                instant = Instant.parse(text);
            } else if (text.contains("T")) {
                instant = LocalDateTime.parse(text).atZone(zone).toInstant();
            } else {
                instant = LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            return Micros.of(instant);
        } catch (DateTimeParseException | ArithmeticException wrong) {
            throw Failure.usage("Cannot read " + option + " " + text
                    + ": write a date (2001-01-05), a time (2001-01-05T07:00) or an instant (2001-01-05T07:00:00Z)");
        }
    }
}
