package tallyroll.pipeline;

import static tallyroll.pipeline.Key.optional;
import static tallyroll.pipeline.Key.required;

import java.util.List;
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
    static final Text KEEP = new Text(
            "duration or forever",
            "forever|[0-9]{1,9}(s|m|h|d|w)",
            "is not a retention time (forever, or a number and s, m, h, d or w, such as 400d)");
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
    static final Text BUCKET = new Text("bucket length", "[0-9]{1,5}(s|m|h|d|w|mo)", "");
    static final Text TYPE =
            new Text("type", "string|boolean|int|long|double|decimal\\( *[0-9]{1,2} *, *[0-9]{1,2} *\\)|timestamp", "");
    static final Text ZONE = new Text("time zone", "", "");
    static final Text PATTERN = new Text("time pattern", "", "");
    static final Text SQL = new Text("SQL", "", "");
    static final Text MEASURE =
            new Text("measure", " *(" + String.join("|", Measures.functions()) + ") *(\\([^()]*\\))? *", "");
    static final Text PATH = new Text(
            "path", "[^.]+(\\.[^.]+)*", "is not a path (names separated by dots, such as flight.carrier.code)");
    static final Text DELIMITER =
            new Text("character", "[\\s\\S]|\\\\t", "is not a delimiter (one character, or \\t for a tab)");
    static final Text URL_PATH =
            new Text("path", "/[A-Za-z0-9._~/-]*", "is not a path (/ and then letters, digits, . _ ~ / and -)");
    static final Text CLASS = new Text(
            "class name",
            "[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*",
            "is not a class name such as org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory");
    static final Text REPLICATION = new Text(
            "CQL map",
            "\\{ *'class' *: *'[A-Za-z.]+' *(, *'[A-Za-z0-9_-]+' *: *'?[0-9]+'? *)*\\}",
            "is not a replication map such as {'class': 'SimpleStrategy', 'replication_factor': 1}");

    static final Key BUFFER = optional(
            "buffer",
            SIZE,
            "64MB",
            "memory for events that no batch and no log has taken yet, 1MB to 8192MB; when it is full the sender is pushed back",
            "256MB");
    static final Key MAX_PER_BATCH =
            optional("max_per_batch", INTEGER, "1000000", "at most this many records in a batch", "250000");

    static final Section KAFKA = new Section(List.of(
            required("bootstrap", HOST, "the brokers to ask first", "${env:KAFKA:-localhost:9092}"),
            required("topic", TOPIC, "the topic of the events", "flights"),
            optional(
                    "options",
                    new Named(
                            "consumer property",
                            new Text("property", "[a-z][a-z0-9.]*", "is not a consumer property"),
                            SCALAR),
                    "",
                    "further consumer properties, as Kafka names them",
                    "{fetch.max.bytes: 8388608}"),
            MAX_PER_BATCH));

    static final Section HTTP = new Section(List.of(
            optional(
                    "listen",
                    ADDRESS,
                    "localhost:8080",
                    "the address to listen at; port 0 takes a free one",
                    "0.0.0.0:8080"),
            optional("path", URL_PATH, "/events", "the path that takes POST", "/events"),
            optional(
                    "max_request",
                    SIZE,
                    "16MB",
                    "the longest request body, 1KB to 1024MB; a longer one is refused whole with 413",
                    "32MB"),
            BUFFER,
            MAX_PER_BATCH));

    static final Section SOCKET = new Section(List.of(
            required(
                    "connect",
                    HOST,
                    "the server to connect to, which sends one event a line; several, separated by commas, get a connection each",
                    "sensors:9999"),
            BUFFER,
            MAX_PER_BATCH));

    static final Section JMS = new Section(List.of(
                    optional(
                            "factory",
                            CLASS,
                            "",
                            "the class of the provider's ConnectionFactory, with a constructor that takes the URL",
                            "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory"),
                    optional("url", TEXT, "", "goes with factory: what it is made with", "tcp://localhost:61616"),
                    optional(
                            "jndi",
                            new Section(List.of(
                                    required(
                                            "factory",
                                            TEXT,
                                            "the name that the ConnectionFactory is looked up by",
                                            "ConnectionFactory"),
                                    optional(
                                            "properties",
                                            new Named(
                                                    "JNDI property",
                                                    new Text(
                                                            "property",
                                                            "[A-Za-z][A-Za-z0-9._/-]*",
                                                            "is not a property name"),
                                                    SCALAR),
                                            "",
                                            "of the initial context",
                                            "{java.naming.factory.initial: org.example.Factory}"))),
                            "",
                            "looks the ConnectionFactory up instead",
                            ""),
                    optional("queue", TEXT, "", "the queue to read", "flights"),
                    optional(
                            "topic",
                            TEXT,
                            "",
                            "the topic to subscribe to, by a durable shared subscription named PIPELINE.TOPIC",
                            "flights"),
                    optional("username", TEXT, "", "for a broker that asks for one", "tallyroll"),
                    optional("password", TEXT, "", "goes with username", "${file:/run/secrets/jms}"),
                    BUFFER,
                    MAX_PER_BATCH))
            .exactlyOneOf("factory", "jndi")
            .exactlyOneOf("queue", "topic");

    static final Section MQTT = new Section(List.of(
            required("server", HOST, "the broker; several, separated by commas, are tried in turn", "localhost:1883"),
            required("topic", TEXT, "the topic filter to subscribe to, at QoS 1", "sensors/+/readings"),
            optional("version", new Word(List.of("3", "5")), "5", "the protocol: 3 is 3.1.1", "3"),
            optional(
                    "client",
                    TEXT,
                    "",
                    "the client id, which the broker keeps the session by; tallyroll-PIPELINE if not given",
                    "tallyroll-1"),
            optional("tls", new Word(List.of("true", "false")), "false", "whether to connect by TLS", "true"),
            optional("username", TEXT, "", "for a broker that asks for one", "tallyroll"),
            optional("password", TEXT, "", "goes with username", "${file:/run/secrets/mqtt}"),
            BUFFER,
            MAX_PER_BATCH));

    static final Section CUSTOM = new Section(List.of(
            required("kind", NAME, "the kind that a ReceiverProvider on the class path says it is", "amqp"),
            optional(
                    "options",
                    new Named("option", new Text("option", "[A-Za-z][A-Za-z0-9._-]*", "is not an option name"), SCALAR),
                    "",
                    "what the provider asks for",
                    "{address: \"amqp://localhost\"}"),
            BUFFER,
            MAX_PER_BATCH));

    static final Section WAL = new Section(List.of(
            optional(
                    "directory",
                    TEXT,
                    "",
                    "a directory of this pipeline's own, as a path or URI of any Hadoop file system, on the local disk "
                            + "if it has no scheme; .tallyroll/wal/PIPELINE if not given",
                    "hdfs://namenode/tallyroll/flights"),
            optional("segment", SIZE, "64MB", "after this much a segment is sealed, 1MB to 1024MB", "128MB"),
            optional(
                    "options",
                    new Named(
                            "Hadoop property",
                            new Text("property", "[a-z][A-Za-z0-9._-]*", "is not a property name"),
                            SCALAR),
                    "",
                    "Hadoop properties of the file system",
                    "{fs.s3a.endpoint: \"http://localhost:9000\"}")));

    static final Section SOURCE = new Section(List.of(
                    optional("kafka", KAFKA, "", "a Kafka topic", ""),
                    optional("http", HTTP, "", "a receiver that takes POST requests: lines of JSON, or an array", ""),
                    optional("socket", SOCKET, "", "a receiver that connects to a server and reads lines", ""),
                    optional("jms", JMS, "", "a receiver of Jakarta Messaging, any provider", ""),
                    optional("mqtt", MQTT, "", "a receiver of MQTT", ""),
                    optional("custom", CUSTOM, "", "a receiver of another provider", ""),
                    optional(
                            "wal",
                            WAL,
                            "",
                            "the write-ahead log behind a receiver, for the strategies that end in -wal",
                            "")))
            .exactlyOneOf("kafka", "http", "socket", "jms", "mqtt", "custom");

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

    static final Section FIELD_KEYS = new Section(List.of(
            required(
                    "type",
                    TYPE,
                    "string, boolean, int, long, double, decimal(precision,scale) or timestamp",
                    "decimal(12,2)"),
            optional(
                    "path",
                    PATH,
                    "",
                    "where the value stands: a JSON path or a CSV column; the field's name if not given",
                    "flight.delay"),
            optional(
                    "pattern",
                    PATTERN,
                    "",
                    "how a timestamp is written, in the letters of Java's DateTimeFormatter; ISO-8601 if not given",
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
                            new Word(List.of("reject", "null")),
                            new Section(List.of(required("default", SCALAR, "the value read in its place", "0")))),
                    "",
                    "what a missing or null value becomes: reject makes the event a dead letter, null stays null; "
                            + "null if not given, but reject for fields of id, time, by and the revision",
                    "{default: 0}"),
            optional("required", new Word(List.of("true", "false")), "", "true is short for missing: reject", "true")));

    static final Section EVENT = new Section(List.of(
            required("format", new Word(List.of("json", "csv")), "how a record's bytes are written", "json"),
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
                                            PATTERN,
                                            "",
                                            "how it is written, in the letters of Java's DateTimeFormatter; ISO-8601 if not given",
                                            "yyyy/MM/dd HH:mm"),
                                    optional(
                                            "zone",
                                            ZONE,
                                            "",
                                            "the zone of a time that names none; UTC if not given",
                                            "UTC")))),
                    "the event time: a field, or a field with its pattern and zone",
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
                            optional("delimiter", DELIMITER, ",", "what separates columns", ";"))),
                    "",
                    "how CSV is written; needed for format csv, and only there",
                    ""),
            optional(
                    "duplicates",
                    new Either(
                            new Word(List.of("first")),
                            new Section(List.of(required(
                                    "last",
                                    FIELD,
                                    "the int, long or timestamp field whose highest value counts",
                                    "revision")))),
                    "first",
                    "which of several events of one identity counts: the first read, or the last by a revision field",
                    "{last: revision}"),
            optional(
                    "max_bytes",
                    SIZE,
                    "1MB",
                    "the longest record accepted, 1KB to 16MB; longer ones become dead letters",
                    "256KB")));

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
                    KEEP,
                    "forever",
                    "how long a settled bucket is kept after its end; not applied in this version: nothing is dropped",
                    "400d")));

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
                    "\"{'class': 'NetworkTopologyStrategy', 'datacenter1': 3}\"")));

    static final Section ROLLUP = new Section(List.of(
            required("by", new Listing(FIELD, false), "the fields whose values make a group", "[origin, destination]"),
            required(
                    "every",
                    new Listing(BUCKET, false),
                    "the bucket lengths; each has its own table, and each must divide the next",
                    "[1h, 1d]"),
            optional("zone", ZONE, "UTC", "where days, weeks and months begin", "Europe/Berlin"),
            optional("where", SQL, "", "a Spark SQL predicate that events must meet to be counted", "delay > 15"),
            required(
                    "measures",
                    new Named("measure", NAME, MEASURE),
                    "the measures by name, see [Measures](#measures)",
                    "{flights: count, delay: sum(delay)}")));

    static final Section DEFINITION = new Section(List.of(
            required("pipeline", NAME, "the pipeline's name", "flights"),
            required("source", SOURCE, "where events come from", ""),
            required("event", EVENT, "what an event is", ""),
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
            optional("counters", COUNTERS, "", "how counters are incremented, for the strategies that keep them", ""),
            optional("cassandra", CASSANDRA, "", "where the tables are kept", ""),
            required("rollups", new Named("rollup", NAME, ROLLUP), "the rollups by name", "")));

    private Grammar() {}
}
