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

    static final Section TLS = new Section(List.of(
            optional(
                    "trust",
                    TEXT,
                    "",
                    "a file of the certificates that are trusted: PEM, PKCS #12 or JKS; those of the Java runtime if not given",
                    "ca.pem"),
            optional(
                    "trust_password", TEXT, "", "of the file in trust, where it has one", "${file:/run/secrets/trust}"),
            optional(
                    "key",
                    TEXT,
                    "",
                    "a file with the client's private key, for nodes that ask for it: PEM (PKCS #8), PKCS #12 or JKS",
                    "client.p12"),
            optional("key_password", TEXT, "", "of the file in key, where it has one", "${file:/run/secrets/key}"),
            optional(
                    "certificate",
                    TEXT,
                    "",
                    "a PEM file with the certificates of the key; where not given, they are in the file of the key",
                    "client.crt"),
            optional(
                    "verify_host",
                    new Word(List.of("true", "false")),
                    "true",
                    "whether a node's certificate must be of the address that is asked",
                    "false")));

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
                    "24MB"),
            optional("tls", TLS, "", "nodes are connected to by TLS; {} with what the Java runtime trusts", "")));

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
}
