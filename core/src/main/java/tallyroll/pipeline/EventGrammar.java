package tallyroll.pipeline;

import static tallyroll.pipeline.Key.optional;
import static tallyroll.pipeline.Key.required;

import java.util.ArrayList;
import java.util.List;
import tallyroll.decode.TextPattern;
import tallyroll.pipeline.Shape.Either;
import tallyroll.pipeline.Shape.Listing;
import tallyroll.pipeline.Shape.Named;
import tallyroll.pipeline.Shape.Section;
import tallyroll.pipeline.Shape.Word;

/** The keys of {@code event}: what a record looks like, and what is read of it. */
final class EventGrammar {
    /** How values are written, of one field or of all. */
    private static final List<Key> NOTATION = List.of(
            optional(
                    "strict",
                    new Word(List.of("true", "false")),
                    "",
                    "true: a number that is written as a text, a text that is written as a number, and an object or array for a string, "
                            + "make the event a dead letter; else each counts where nothing is lost",
                    "true"),
            optional(
                    "nulls",
                    new Listing(Grammar.TEXT, true),
                    "",
                    "texts that stand for no value, beside null and an empty cell",
                    "[\"-\", \"NULL\", '\\N']"),
            optional(
                    "numbers",
                    new Section(List.of(
                            optional(
                                    "decimal",
                                    new Word(List.of(".", ",")),
                                    ".",
                                    "what stands before the fraction",
                                    ","),
                            optional(
                                    "thousands",
                                    new Word(List.of(".", ",", " ", "'", "_", "none")),
                                    "none",
                                    "what stands between groups of three digits",
                                    "."))),
                    "",
                    "how numbers are written in texts and cells, where it is not as in JSON",
                    "{decimal: \",\", thousands: \".\"}"),
            optional(
                    "booleans",
                    new Listing(Grammar.BOOLEANS, true),
                    "",
                    "words for true and false, in any case, beside these two",
                    "[yes/no, 1/0]"));

    static final Section FIELD_KEYS = with(
            NOTATION,
            new Section(List.of(
                    required(
                            "type",
                            Grammar.TYPE,
                            "string, boolean, int, long, double, decimal(precision,scale) or timestamp",
                            "decimal(12,2)"),
                    optional(
                            "path",
                            Grammar.PATH,
                            "",
                            "where the value stands: a JSON path such as a.b, items[0].price or ['a.b'], or a CSV column; the field's name if not given",
                            "flight.delay"),
                    optional(
                            "pattern",
                            new Listing(Grammar.PATTERN, true),
                            "",
                            "how a timestamp is written, or several ways that are tried in order: epoch_seconds, epoch_millis, epoch_micros, epoch_nanos, rfc_1123, iso_8601, or the letters of Java's DateTimeFormatter; ISO-8601 if not given",
                            "yyyy/MM/dd HH:mm"),
                    optional(
                            "zone", Grammar.ZONE, "UTC", "the zone of a timestamp that names none", "America/New_York"),
                    optional(
                            "expr",
                            Grammar.SQL,
                            "",
                            "a Spark SQL expression over the fields that are read and the derived ones above; the field is derived then",
                            "greatest(delay, 0)"),
                    optional(
                            "missing",
                            new Either(
                                    new Word(List.of("reject", "null", "skip-rollup")),
                                    new Section(List.of(
                                            required("default", Grammar.SCALAR, "the value read in its place", "0")))),
                            "",
                            "what a missing or null value becomes: reject makes the event a dead letter, null stays null, skip-rollup "
                                    + "leaves the event out of the rollups that group by the field and counts it in the others; "
                                    + "null if not given, but reject for fields of id, time, by and the revision",
                            "{default: 0}"),
                    optional(
                            "required",
                            new Word(List.of("true", "false")),
                            "",
                            "true is short for missing: reject",
                            "true"))));

    static final Section DUPLICATES = new Section(
            List.of(
                    optional(
                            "keep",
                            new Word(List.of("first")),
                            "",
                            "first: the one that was read first counts",
                            "first"),
                    optional(
                            "last",
                            Grammar.FIELD,
                            "",
                            "the int, long or timestamp field whose highest value counts; in place of keep",
                            "revision"),
                    optional(
                            "within",
                            Grammar.DURATION,
                            "",
                            "the horizon: the largest difference of event time at which events of one identity are recognised in different buckets of the record; 24 of its buckets if not given, 1000 at most",
                            "3d")),
            List.of(List.of("keep", "last")));

    static final Section TEXT_KEYS = new Section(
            List.of(
                    optional(
                            "pattern",
                            Grammar.TEXT,
                            "",
                            "a regular expression of RE2 that matches the whole line; a field reads the named group of its path",
                            "'(?P<host>[^ ]+) (?P<bytes>[0-9]+)'"),
                    optional(
                            "preset",
                            new Word(TextPattern.presetNames()),
                            "",
                            "the pattern of a known log, in place of pattern",
                            "nginx")),
            List.of(List.of("pattern", "preset")));

    static final Section EVENT = with(
            NOTATION,
            new Section(List.of(
                    required(
                            "format",
                            new Word(List.of("json", "csv", "text")),
                            "how a record's bytes are written",
                            "json"),
                    optional(
                            "envelope",
                            new Word(List.of("cloudevents", "debezium", "maxwell")),
                            "",
                            "what stands around an event in its record: the paths of fields go on from its data, and envelope.NAME is a path of "
                                    + "the envelope itself",
                            "debezium"),
                    optional(
                            "id",
                            new Listing(Grammar.FIELD, true),
                            "",
                            "the field, or fields, whose values name an event; its position in the topic or the log if not given, and then an event that was sent twice counts twice",
                            "[carrier, number]"),
                    required(
                            "time",
                            new Either(
                                    Grammar.FIELD,
                                    new Section(List.of(
                                            required(
                                                    "field",
                                                    Grammar.FIELD,
                                                    "the field that says when it happened",
                                                    "date"),
                                            optional(
                                                    "pattern",
                                                    new Listing(Grammar.PATTERN, true),
                                                    "",
                                                    "how it is written, or several ways that are tried in order: epoch_seconds, epoch_millis, epoch_micros, epoch_nanos, rfc_1123, iso_8601, or the letters of Java's DateTimeFormatter; ISO-8601 if not given",
                                                    "yyyy/MM/dd HH:mm"),
                                            optional(
                                                    "zone",
                                                    Grammar.ZONE,
                                                    "",
                                                    "the zone of a time that names none; UTC if not given",
                                                    "UTC"),
                                            optional(
                                                    "not_before",
                                                    Grammar.TIME_BOUND,
                                                    "1970-01-02",
                                                    "an earlier event becomes a dead letter: a clock that was never set says 1970-01-01",
                                                    "\"1900-01-01\""),
                                            optional(
                                                    "not_after",
                                                    Grammar.TIME_BOUND,
                                                    "now+1d",
                                                    "a later event becomes a dead letter; now is when its batch was claimed",
                                                    "now+7d")))),
                            "the event time: a field, or a field with its pattern, zone and bounds",
                            "{field: date, pattern: \"yyyy/MM/dd HH:mm\", zone: UTC}"),
                    required(
                            "fields",
                            new Named("field", Grammar.FIELD, new Either(Grammar.TYPE, FIELD_KEYS)),
                            "the fields that are read, each with its type or with keys of its own",
                            "{id: string, delay: int}"),
                    optional(
                            "csv",
                            new Section(List.of(
                                    required(
                                            "columns",
                                            new Listing(Grammar.TEXT, false),
                                            "the columns' names in file order",
                                            "[id, date, delay]"),
                                    optional("delimiter", Grammar.DELIMITER, ",", "what separates columns", ";"),
                                    optional(
                                            "header",
                                            new Word(List.of("none", "skip", "names")),
                                            "none",
                                            "skip passes over a line whose cells are the columns' names, wherever it comes; names is for bodies sent to source http: their first line says where the columns stand",
                                            "skip"),
                                    optional(
                                            "empty",
                                            new Word(List.of("missing", "text")),
                                            "missing",
                                            "what an empty cell of a string is: missing, unless it is in quotes, or the empty text; of another type it is always missing",
                                            "text"))),
                            "",
                            "how CSV is written; needed for format csv, and only there",
                            ""),
                    optional(
                            "text",
                            TEXT_KEYS,
                            "",
                            "how lines are taken apart; needed for format text, and only there",
                            ""),
                    optional(
                            "encoding",
                            new Word(List.of(
                                    "UTF-8",
                                    "ISO-8859-1",
                                    "ISO-8859-15",
                                    "windows-1252",
                                    "UTF-16",
                                    "UTF-16LE",
                                    "UTF-16BE")),
                            "UTF-8",
                            "how the characters of CSV and text are written; UTF-16 goes by its byte order mark, and without one by the high byte first",
                            "windows-1252"),
                    optional(
                            "compression",
                            new Word(List.of("none", "gzip", "zstd", "auto")),
                            "none",
                            "how each record's value is packed, beside what the source does itself; auto tells by the first bytes of each",
                            "gzip"),
                    optional(
                            "tombstones",
                            new Word(List.of("dead-letter", "ignore")),
                            "dead-letter",
                            "what a Kafka record without a value is: a dead letter, or nothing, as if the position were empty",
                            "ignore"),
                    optional(
                            "delete",
                            Grammar.FIELD,
                            "",
                            "the boolean field that is true in an event which takes its identity out of all totals; deletions of debezium and "
                                    + "maxwell need none. Goes with duplicates: {last: …}",
                            "removed"),
                    optional(
                            "duplicates",
                            new Either(new Word(List.of("first")), DUPLICATES),
                            "first",
                            "which of several events of one identity counts: the first read, or the last by a revision field; and how far apart in event time they are recognised",
                            "{last: revision, within: 3d}"),
                    optional(
                            "explode",
                            Grammar.EXPLODE,
                            "",
                            "where several events stand in one record: the path of an array in it, $ where the record is an array, or lines; "
                                    + "fields in an element are read by the array's path, such as readings.celsius; "
                                    + "the id is the record's and the event's index there, unless it names a field of the element",
                            "readings"),
                    optional(
                            "max_bytes",
                            Grammar.SIZE,
                            "1MB",
                            "the longest record accepted, 1KB to 16MB; longer ones become dead letters",
                            "256KB"))));

    private EventGrammar() {}

    private static Section with(List<Key> more, Section section) {
        List<Key> keys = new ArrayList<>(section.keys());
        keys.addAll(more);
        return new Section(List.copyOf(keys), section.choices());
    }
}
