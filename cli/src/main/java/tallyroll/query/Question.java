package tallyroll.query;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tallyroll.bucket.Granularity;
import tallyroll.bucket.Period;
import tallyroll.cli.Failure;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Words;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.time.Micros;

/**
 * A checked question: one group's buckets in a range of a rollup's table.
 *
 * @param every the buckets asked for; those of the table, or what its partials are merged into
 * @param from the first instant, µs
 * @param until one past the last, µs
 */
record Question(RollupTable table, Granularity every, GroupKey group, long from, long until) {
    /** What was written on the command line. */
    record Asked(String rollup, List<String> keys, String every, String from, String to, ZoneId zone) {}

    static Question of(Pipeline pipeline, Asked words) {
        Rollup rollup = rollup(pipeline, words.rollup());
        Granularity every = every(rollup, words.every());
        RollupTable table =
                RollupTable.answering(rollup, every, pipeline.strategy().summaryMode());
        EventSchema schema = pipeline.event().schema();
        GroupKey group = group(rollup, schema, words.keys());
        long from = micros("--from", words.from(), words.zone());
        long until = words.to().isEmpty() ? Period.of(every).next(from) : micros("--to", words.to(), words.zone());
        if (until <= from) {
            throw Failure.usage("Cannot query from " + words.from() + " to " + words.to()
                    + ": the range is empty; --to names the first instant that is left out");
        }
        return new Question(table, every, group, every.floor(from), until);
    }

    /** The labels of the periods that hold the range's buckets. */
    List<String> periods() {
        Period period = table.period();
        List<String> labels = new ArrayList<>();
        for (long at = period.floor(from); at < until; at = period.next(at)) {
            labels.add(period.label(at));
        }
        return labels;
    }

    private static Rollup rollup(Pipeline pipeline, String name) {
        List<String> names = pipeline.rollups().stream().map(Rollup::name).toList();
        int at = names.indexOf(name);
        if (at < 0) {
            throw Failure.usage("Cannot query \"" + name + "\": pipeline \"" + pipeline.name()
                    + "\" has no such rollup; " + Words.suggestion(name, names, "rollups"));
        }
        return pipeline.rollups().get(at);
    }

    private static Granularity every(Rollup rollup, String text) {
        if (text.isEmpty()) {
            return rollup.finest();
        }
        List<String> known = rollup.every().stream().map(Granularity::toString).toList();
        int at = known.indexOf(Granularity.parse(text, ZoneOffset.UTC)
                .map(Granularity::toString)
                .orElse(text));
        if (at < 0) {
            throw Failure.usage("Cannot query \"" + rollup.name() + "\" every " + text
                    + ": it is not kept at that length; --every is one of " + String.join(", ", known));
        }
        return rollup.every().get(at);
    }

    private static GroupKey group(Rollup rollup, EventSchema schema, List<String> pairs) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !rollup.by().contains(key)) {
                throw Failure.usage("Cannot query \"" + rollup.name() + "\" for \"" + pair + "\": "
                        + (equals < 0 ? "it is not written key=value; " : "it has no such key; ")
                        + Words.suggestion(key, rollup.by(), "keys"));
            }
            given.put(key, pair.substring(equals + 1));
        }
        List<String> missing =
                rollup.by().stream().filter(key -> !given.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            throw Failure.usage("Cannot query \"" + rollup.name() + "\": " + String.join(", ", missing)
                    + " missing; a group is named by all its keys, e.g. " + missing.get(0) + "=…");
        }
        List<Object> values = new ArrayList<>();
        for (String key : rollup.by()) {
            values.add(value(key, schema.field(schema.slot(key)).type(), given.get(key)));
        }
        return new GroupCodec(rollup, schema).key(values);
    }

    private static Object value(String key, FieldType type, String text) {
        try {
            return switch (type.kind()) {
                case STRING -> text;
                case INT, LONG -> Long.parseLong(text);
                case DOUBLE -> Double.parseDouble(text);
                case DECIMAL -> new BigDecimal(text).setScale(type.scale());
                case TIMESTAMP -> Instant.parse(text);
                case BOOLEAN -> truth(text);
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException wrong) {
            throw Failure.usage("Cannot query for " + key + "=" + text + ": it is not a value of type " + type);
        }
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return text.equals("true");
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
