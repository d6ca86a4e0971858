package tallyroll.pipeline;

import static tallyroll.pipeline.Key.optional;
import static tallyroll.pipeline.Key.required;

import java.util.ArrayList;
import java.util.List;
import tallyroll.decode.TextPattern;
import tallyroll.measure.Measures;
import tallyroll.pipeline.Shape.Either;
import tallyroll.pipeline.Shape.Listing;
import tallyroll.pipeline.Shape.Named;
import tallyroll.pipeline.Shape.Section;
import tallyroll.pipeline.Shape.Text;
import tallyroll.pipeline.Shape.Word;

/** The definition file's keys, described once: the reader, the JSON Schema and the reference page follow it. */
final class Grammar {
    static final Text NAME = new Text(
            "name",
            "[a-z][a-z0-9_]{0,47}",
            "is not a valid name (a lowercase letter, then lowercase letters, digits and _; at most 48 characters)");
    static final Text FIELD = new Text(
            "field",
            "[A-Za-z_][A-Za-z0-9_]{0,47}",
            "is not a valid field name (a letter or _, then letters, digits and _; at most 48 characters)");
    static final Text TEXT = new Text("text", "[\\s\\S]+", "is empty");
    static final Text SCALAR = new Text("text, number or boolean", "", "");
    static final Text INTEGER = new Text("integer", "[0-9][0-9_]{0,17}", "is not a whole number");
    static final Text DURATION = new Text(
            "duration",
            "[0-9]{1,9}(s|m|h|d|w)",
            "is not a duration (a number and s, m, h, d or w, such as 90s or 400d)");
    static final Text TIME_BOUND = new Text(
            "time bound",
            "now([+-][0-9]{1,6}[smhdw])?|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?",
            "is not a bound of time (now+1d, now-400d, a date such as 1900-01-01, or a UTC time such as 2024-05-01T10:00:00Z)");
    static final Text KEEP = new Text(
            "duration or forever",
            "forever|[0-9]{1,9}(s|m|h|d|w)",
            "is not a retention time (forever, or a number and s, m, h, d or w, such as 400d)");
    static final Text AUDIT = new Text(
            "duration or never",
            "never|[0-9]{1,9}(s|m|h|d|w)",
            "is not a time between audits (never, or a number and s, m, h, d or w, such as 30d)");
    static final Text SIZE = new Text(
            "size",
            "[0-9]{1,9}(KB|MB)?",
            "is not a size (a number of bytes, or a number with KB or MB, such as 512KB)");
    static final Text HOST = new Text(
            "host:port",
            "(\\[[0-9a-fA-F:]+\\]|[^\\s,:]+):[0-9]{1,5}(\\s*,\\s*(\\[[0-9a-fA-F:]+\\]|[^\\s,:]+):[0-9]{1,5})*",
            "is not a valid address (expected host:port, several separated by commas)");
    static final Text ADDRESS = new Text(
            "host:port", "(\\[[0-9a-fA-F:]+\\]|[^\\s,:]+):[0-9]{1,5}", "is not a valid address (expected host:port)");
    static final Text TOPIC = new Text(
            "topic",
            "[a-zA-Z0-9._-]{1,249}",
            "is not a topic name (letters, digits, . _ and -; at most 249 characters)");
    static final Text BUCKET = new Text("bucket length", "[0-9]{1,5}(s|m|h|d|w|mo|q|y)", "");
    static final Text TYPE =
            new Text("type", "string|boolean|int|long|double|decimal\\( *[0-9]{1,2} *, *[0-9]{1,2} *\\)|timestamp", "");
    static final Text ZONE = new Text("time zone", "", "");
    static final Text PATTERN = new Text("time pattern", "", "");
    static final Text SQL = new Text("SQL", "", "");
    static final Text MEASURE = new Text(
            "measure",
            " *(" + String.join("|", Measures.functions())
                    + ") *(\\([\\s\\S]*\\))? *((where|WHERE) [\\s\\S]+)?| *[a-z][a-z0-9_]* */ *[a-z][a-z0-9_]* *",
            "");
    static final Text PATH = new Text(
            "path", "[^.]+(\\.[^.]+)*", "is not a path (names separated by dots, such as flight.carrier.code)");
    static final Text EXPLODE = new Text(
            "path or lines",
            "\\$|(\\$\\.)?[^.$\\[\\]*]+(\\.[^.\\[\\]*]+)*",
            "is not a path to an array (names separated by dots, such as data.readings; $ for the record itself; or lines)");
    static final Text DELIMITER =
            new Text("character", "[\\s\\S]|\\\\t", "is not a delimiter (one character, or \\t for a tab)");
    static final Text BOOLEANS = new Text(
            "TRUE/FALSE", "[^/\\s]+/[^/\\s]+", "is not a pair of words for true and false such as yes/no or 1/0");
    static final Text CLASS = new Text(
            "class name",
            "[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*",
            "is not a class name such as org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory");
    static final Text OPTION = new Text("option", "[A-Za-z][A-Za-z0-9._-]*", "is not an option name");
    static final Text REPLICATION = new Text(
            "CQL map",
            "\\{ *'class' *: *'[A-Za-z.]+' *(, *'[A-Za-z0-9_-]+' *: *'?[0-9]+'? *)*\\}",
            "is not a replication map such as {'class': 'SimpleStrategy', 'replication_factor': 1}");

    static final Section COUNTERS = new Section(List.of(
            optional(
                    "delivery",
                    new Word(List.of("at-least-once", "at-most-once")),
                    "at-least-once",
                    "whether the source is acknowledged after the increments, or before; streaming can only do it after",
                    "at-most-once"),
            optional(
                    "coalesce",
                    DURATION,
                    "1s",
                    "of strategy counters: how long increments of one counter are gathered, 0s to 60s",
                    "5s")));

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
                    new Listing(TEXT, true),
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
                    new Listing(BOOLEANS, true),
                    "",
                    "words for true and false, in any case, beside these two",
                    "[yes/no, 1/0]"));

    static final Section FIELD_KEYS = with(
            NOTATION,
            new Section(List.of(
                    required(
                            "type",
                            TYPE,
                            "string, boolean, int, long, double, decimal(precision,scale) or timestamp",
                            "decimal(12,2)"),
                    optional(
                            "path",
                            PATH,
                            "",
                            "where the value stands: a JSON path such as a.b, items[0].price or ['a.b'], or a CSV column; the field's name if not given",
                            "flight.delay"),
                    optional(
                            "pattern",
                            new Listing(PATTERN, true),
                            "",
                            "how a timestamp is written, or several ways that are tried in order: epoch_seconds, epoch_millis, epoch_micros, epoch_nanos, rfc_1123, iso_8601, or the letters of Java's DateTimeFormatter; ISO-8601 if not given",
                            "yyyy/MM/dd HH:mm"),
                    optional("zone", ZONE, "UTC", "the zone of a timestamp that names none", "America/New_York"),
                    optional(
                            "expr",
                            SQL,
                            "",
                            "a Spark SQL expression over the fields that are read and the derived ones above; the field is derived then",
                            "greatest(delay, 0)"),
                    optional(
                            "missing",
                            new Either(
                                    new Word(List.of("reject", "null", "skip-rollup")),
                                    new Section(
                                            List.of(required("default", SCALAR, "the value read in its place", "0")))),
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
                            FIELD,
                            "",
                            "the int, long or timestamp field whose highest value counts; in place of keep",
                            "revision"),
                    optional(
                            "within",
                            DURATION,
                            "",
                            "the horizon: the largest difference of event time at which events of one identity are recognised in different buckets of the record; 24 of its buckets if not given, 1000 at most",
                            "3d")),
            List.of(List.of("keep", "last")));

    static final Section TEXT_KEYS = new Section(
            List.of(
                    optional(
                            "pattern",
                            TEXT,
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
                            new Listing(FIELD, true),
                            "",
                            "the field, or fields, whose values name an event; its position in the topic or the log if not given, and then an event that was sent twice counts twice",
                            "[carrier, number]"),
                    required(
                            "time",
                            new Either(
                                    FIELD,
                                    new Section(List.of(
                                            required("field", FIELD, "the field that says when it happened", "date"),
                                            optional(
                                                    "pattern",
                                                    new Listing(PATTERN, true),
                                                    "",
                                                    "how it is written, or several ways that are tried in order: epoch_seconds, epoch_millis, epoch_micros, epoch_nanos, rfc_1123, iso_8601, or the letters of Java's DateTimeFormatter; ISO-8601 if not given",
                                                    "yyyy/MM/dd HH:mm"),
                                            optional(
                                                    "zone",
                                                    ZONE,
                                                    "",
                                                    "the zone of a time that names none; UTC if not given",
                                                    "UTC"),
                                            optional(
                                                    "not_before",
                                                    TIME_BOUND,
                                                    "1970-01-02",
                                                    "an earlier event becomes a dead letter: a clock that was never set says 1970-01-01",
                                                    "\"1900-01-01\""),
                                            optional(
                                                    "not_after",
                                                    TIME_BOUND,
                                                    "now+1d",
                                                    "a later event becomes a dead letter; now is when its batch was claimed",
                                                    "now+7d")))),
                            "the event time: a field, or a field with its pattern, zone and bounds",
                            "{field: date, pattern: \"yyyy/MM/dd HH:mm\", zone: UTC}"),
                    required(
                            "fields",
                            new Named("field", FIELD, new Either(TYPE, FIELD_KEYS)),
                            "the fields that are read, each with its type or with keys of its own",
                            "{id: string, delay: int}"),
                    optional(
                            "csv",
                            new Section(List.of(
                                    required(
                                            "columns",
                                            new Listing(TEXT, false),
                                            "the columns' names in file order",
                                            "[id, date, delay]"),
                                    optional("delimiter", DELIMITER, ",", "what separates columns", ";"),
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
                            FIELD,
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
                            EXPLODE,
                            "",
                            "where several events stand in one record: the path of an array in it, $ where the record is an array, or lines; "
                                    + "fields in an element are read by the array's path, such as readings.celsius; "
                                    + "the id is the record's and the event's index there, unless it names a field of the element",
                            "readings"),
                    optional(
                            "max_bytes",
                            SIZE,
                            "1MB",
                            "the longest record accepted, 1KB to 16MB; longer ones become dead letters",
                            "256KB"))));

    static final Section RECORD = new Section(List.of(
            optional(
                    "layout",
                    new Word(List.of("blocks", "rows")),
                    "blocks",
                    "events packed and compressed, or a CQL row each",
                    "rows"),
            optional(
                    "bucket",
                    BUCKET,
                    "1h",
                    "the length of the record's buckets, 1m to 1d: the unit of settling",
                    "15m"),
            optional(
                    "keep",
                    new Either(
                            KEEP,
                            new Section(List.of(
                                    required("events", KEEP, "the life of the events themselves", "90d"),
                                    optional(
                                            "identities",
                                            KEEP,
                                            "",
                                            "the life of what tells copies, at least as long; as events if not given",
                                            "400d")))),
                    "forever",
                    "how long a settled bucket is kept after its end: one life for all of it, or one for the events and one for "
                            + "their identities; an event of a time whose events are gone is a dead letter",
                    "{events: 90d, identities: 400d}")));

    static final Section RETENTION = new Section(List.of(
            optional("dead_letters", KEEP, "90d", "how long dead letters are kept", "30d"),
            optional("gaps", KEEP, "400d", "how long gaps are kept", "forever"),
            optional("history", KEEP, "400d", "how long the history of batches is kept", "90d")));

    static final Section CASSANDRA = new Section(List.of(
            optional(
                    "contact",
                    new Listing(HOST, true),
                    "${env:CASSANDRA:-localhost:9042}",
                    "the nodes to ask first",
                    "[\"cassandra1:9042\", \"cassandra2:9042\"]"),
            optional("datacenter", TEXT, "datacenter1", "the data centre whose nodes are used", "eu_west"),
            optional("keyspace", NAME, "", "the keyspace of all tables; the pipeline's name if not given", "flights"),
            optional(
                    "consistency",
                    new Word(List.of("LOCAL_QUORUM", "QUORUM", "ALL")),
                    "LOCAL_QUORUM",
                    "of reads and writes; weaker ones would let a batch miss what the batch before it wrote",
                    "QUORUM"),
            optional("username", TEXT, "", "for a cluster that asks for one", "tallyroll"),
            optional("password", TEXT, "", "goes with username", "${file:/run/secrets/cassandra}"),
            optional(
                    "replication",
                    REPLICATION,
                    "{'class': 'SimpleStrategy', 'replication_factor': 1}",
                    "used when the keyspace is created",
                    "\"{'class': 'NetworkTopologyStrategy', 'datacenter1': 3}\""),
            optional(
                    "max_mutation",
                    SIZE,
                    "12MB",
                    "the largest write the nodes are given, 1MB to 256MB; keep it below their max_mutation_size, which is 16MB unless "
                            + "set. A larger event becomes a dead letter",
                    "24MB")));

    static final Section ROLLUP = new Section(List.of(
            required(
                    "by",
                    new Listing(FIELD, false, true),
                    "the fields whose values make a group; [] makes one total of all events",
                    "[origin, destination]"),
            required(
                    "every",
                    new Listing(BUCKET, false),
                    "the bucket lengths; each has its own table, and the shortest must divide each of the others",
                    "[1h, 1d]"),
            optional("zone", ZONE, "UTC", "where days, weeks, months, quarters and years begin", "Europe/Berlin"),
            optional("where", SQL, "", "a Spark SQL predicate that events must meet to be counted", "delay > 15"),
            required(
                    "measures",
                    new Named("measure", NAME, MEASURE),
                    "the measures by name, see [Measures](#measures)",
                    "{flights: count, delay: sum(delay)}"),
            optional(
                    "keep",
                    KEEP,
                    "forever",
                    "how long rows are kept, from the end of the longest bucket that they are part of",
                    "400d")));

    private Grammar() {}

    /**
     * The whole definition, of which two sections depend on the class path.
     *
     * @param source see {@link SourceGrammar}
     * @param event see {@link FormatGrammar}
     */
    static Section definition(Section source, Section event) {
        return new Section(List.of(
                required("pipeline", NAME, "the pipeline's name", "flights"),
                required("source", source, "where events come from", ""),
                required("event", event, "what an event is", ""),
                optional(
                        "strategy",
                        new Word(Strategy.all().stream().map(Strategy::label).toList()),
                        "",
                        "which of the nine systems does the work, see [Strategies](#strategies)",
                        "idempotent-direct"),
                optional("record", RECORD, "", "the system of record, for the idempotent strategies", ""),
                optional(
                        "grace",
                        DURATION,
                        "1h",
                        "how long after a bucket's end events are still expected; then it may be settled",
                        "3d"),
                optional(
                        "settle",
                        new Word(List.of("proof", "recount")),
                        "proof",
                        "how a bucket is settled: recounted only where it cannot be proven that its rows are right, or always",
                        "recount"),
                optional(
                        "audit",
                        AUDIT,
                        "",
                        "after how long a settled bucket is recounted, whatever is known of it, as time allows; if not given, 30d with "
                                + "settle: proof and never with settle: recount",
                        "90d"),
                optional(
                        "counters",
                        COUNTERS,
                        "",
                        "how counters are incremented, for the strategies that keep them",
                        ""),
                optional("cassandra", CASSANDRA, "", "where the tables are kept", ""),
                optional("retention", RETENTION, "", "how long what nothing correct depends on is kept", ""),
                required("rollups", new Named("rollup", NAME, ROLLUP), "the rollups by name", "")));
    }

    private static Section with(List<Key> more, Section section) {
        List<Key> keys = new ArrayList<>(section.keys());
        keys.addAll(more);
        return new Section(List.copyOf(keys), section.choices());
    }
}
