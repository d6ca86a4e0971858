package tallyroll.pipeline;

import java.util.List;

/** What a change of each key of the definition does: the cases of {@link ChangedKeysTest} and the rows of the page. */
final class ChangedKeys {
    /** One rollup names the derived field, the other does not. */
    static final String BASE = """
            pipeline: trips
            source:
              kafka: {bootstrap: "localhost:9092", topic: trips, max_per_batch: 1000}
            event:
              format: json
              id: id
              time: {field: at, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields:
                id: string
                place: string
                kind: {type: string, missing: {default: none}}
                delay: {type: int, path: lateness}
                seen: {type: timestamp, pattern: "yyyy-MM-dd HH:mm", zone: UTC}
                late: {type: int, expr: "greatest(delay, 0)"}
                unused: {type: int, expr: "delay * 2"}
              duplicates: {last: seen}
              max_bytes: 64KB
            strategy: idempotent-direct
            record: {layout: blocks, bucket: 1h, keep: forever}
            grace: 1h
            cassandra: {contact: "c:9042", datacenter: dc1, consistency: QUORUM, username: u, password: p, replication: "{'class': 'SimpleStrategy', 'replication_factor': 1}"}
            rollups:
              by_place: {by: [place], every: [1h, 1d], zone: UTC, where: "late > 5", measures: {trips: count, worst: max(late)}}
              by_kind: {by: [kind], every: [1d], measures: {trips: count, delay: sum(delay)}}
            """;

    static final String CSV = """
            pipeline: trips
            source: {kafka: {bootstrap: "localhost:9092", topic: trips}}
            event: {format: csv, id: id, time: at, fields: {id: string, at: timestamp, place: string}, csv: {columns: [id, at, place], delimiter: ","}}
            rollups:
              by_place: {by: [place], every: [1h], measures: {trips: count}}
            """;

    static final String FLAGGED = """
            pipeline: trips
            source: {kafka: {bootstrap: "localhost:9092", topic: trips}}
            event: {format: json, id: id, time: at, fields: {id: string, at: timestamp, place: string, late: boolean}}
            rollups:
              by_place: {by: [place], every: [1h], measures: {trips: count}}
            """;

    static final String TEXT = CSV.replace("format: csv", "format: text")
            .replace(
                    "csv: {columns: [id, at, place], delimiter: \",\"}",
                    "text: {pattern: \"(?P<id>.+) (?P<at>.+) (?P<place>.+)\"}");

    static final String DERIVED = """
            pipeline: trips
            source: {kafka: {bootstrap: "localhost:9092", topic: trips}}
            event:
              format: json
              id: id
              time: at
              fields: {id: string, day: string, hour: int, at: {type: timestamp, expr: "to_timestamp(concat(day, hour))"}, place: string}
            rollups:
              by_place: {by: [place], every: [1h], measures: {trips: count}}
            """;
    static final String AVRO = CSV.replace("format: csv", "format: avro")
            .replace(
                    "csv: {columns: [id, at, place], delimiter: \",\"}",
                    "avro: {schema: src/test/resources/tallyroll/pipeline/schemas/trips.avsc, framing: none}");

    static final String PROTOBUF = AVRO.replace("format: avro", "format: protobuf")
            .replace("avro: {schema:", "protobuf: {message: trips.Trip, descriptor:")
            .replace("trips.avsc", "trips.desc");

    static final String PROTOBUF_REGISTERED = CSV.replace("format: csv", "format: protobuf")
            .replace(
                    "csv: {columns: [id, at, place], delimiter: \",\"}",
                    "protobuf: {message: trips.Trip, registry: {url: \"http://registry:8081\"}}");

    static final String AVRO_REGISTERED = AVRO.replace("framing: none", "registry: {url: \"http://registry:8081\"}");

    static final String RECEIVED = """
            pipeline: trips
            source:
              SOURCE
            event: {format: json, id: id, time: at, fields: {id: string, at: timestamp, place: string}}
            strategy: STRATEGY
            rollups:
              by_place: {by: [place], every: [1h], measures: {trips: count}}
            """;

    static final String COUNTING =
            RECEIVED.replace("SOURCE", "http: {listen: \"h:1\"}").replace("STRATEGY", "counters-wal\ncounters: {}");

    /** What happens. */
    enum Outcome {
        REFUSED("refused"),
        MIGRATED("migrated"),
        KEPT("kept, until dropped"),
        HARMLESS("harmless"),
        ANOTHER("another pipeline");

        final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    /**
     * A change of a key.
     *
     * @param key as the grammar names it; {@code .*} at the end stands for all keys below
     * @param change which change, for the page; empty: any
     * @param base the definition before
     * @param from what stands there; {@code to} what stands there afterwards
     * @param rollups of {@code MIGRATED}: those that are redefined
     */
    record Row(String key, String change, String base, String from, String to, Outcome outcome, String rollups) {
        @Override
        public String toString() {
            return key + (change.isEmpty() ? "" : ", " + change) + ": " + outcome.word;
        }
    }

    private static final String ALL = "by_place by_kind";

    static final List<Row> ROWS = List.of(
            another("pipeline", "pipeline: trips", "pipeline: journeys"),
            another("cassandra.keyspace", "cassandra: {", "cassandra: {keyspace: elsewhere, "),
            refused("source.kafka.topic", "topic: trips", "topic: journeys"),
            harmless("source.kafka.topics", "added", "topic: trips", "topics: [trips, journeys]"),
            new Row(
                    "source.kafka.topics",
                    "removed",
                    BASE.replace("topic: trips", "topics: [trips, journeys]"),
                    "topics: [trips, journeys]",
                    "topic: trips",
                    Outcome.REFUSED,
                    ""),
            harmless("source.kafka.pattern", "one that the topics match", "topic: trips", "pattern: \"tri.*\""),
            new Row(
                    "source.kafka.pattern",
                    "another",
                    BASE.replace("topic: trips", "pattern: \"tri.*\""),
                    "pattern: \"tri.*\"",
                    "pattern: \"t.*\"",
                    Outcome.REFUSED,
                    ""),
            harmless("source.kafka.start", "topic: trips", "topic: trips, start: latest"),
            harmless("source.kafka.start.*", "topic: trips", "topic: trips, start: {time: \"2024-05-01\"}"),
            harmless("source.kafka.bootstrap", "localhost:9092", "kafka.example:9092"),
            harmless("source.kafka.options", "max_per", "options: {fetch.max.wait.ms: 10}, max_per"),
            harmless("source.kafka.max_per_batch", "max_per_batch: 1000", "max_per_batch: 2000"),
            received("source.http.*", "http: {listen: \"h:1\"}", "http: {listen: \"h:2\", path: /v2, buffer: 9MB}"),
            received("source.socket.*", "socket: {connect: \"h:1\"}", "socket: {connect: \"h:2\", buffer: 9MB}"),
            received(
                    "source.jms.*",
                    "jms: {factory: a.B, url: u, queue: q}",
                    "jms: {factory: a.C, url: v, queue: r, buffer: 9MB}"),
            received(
                    "source.mqtt.*",
                    "mqtt: {server: \"h:1\", topic: a}",
                    "mqtt: {server: \"h:2\", topic: b, buffer: 9MB}"),
            received(
                    "source.custom.*",
                    "custom: {kind: echo, options: {address: \"a:1\"}}",
                    "custom: {kind: echo, options: {address: \"b:1\"}, buffer: 9MB}"),
            new Row(
                    "source.custom.*",
                    "kind",
                    RECEIVED.replace("STRATEGY", "idempotent").replace("SOURCE", "http: {listen: \"h:1\"}"),
                    "http: {listen: \"h:1\"}",
                    "socket: {connect: \"h:1\"}",
                    Outcome.REFUSED,
                    ""),
            new Row(
                    "source.wal.*",
                    "",
                    RECEIVED.replace("STRATEGY", "idempotent-wal")
                            .replace("SOURCE", "http: {listen: \"h:1\"}\n  wal: {segment: 1MB}"),
                    "{segment: 1MB}",
                    "{segment: 2MB, directory: /elsewhere}",
                    Outcome.HARMLESS,
                    ""),
            new Row(
                    "event.format",
                    "",
                    CSV,
                    "csv: {columns: [id, at, place], delimiter: \",\"}}",
                    "}",
                    Outcome.REFUSED,
                    ""),
            refused("event.id", "id: id\n", "id: [id, kind]\n"),
            refused("event.time", "time: {field: at, pattern: \"yyyy/MM/dd HH:mm\", zone: UTC}", "time: seen"),
            refused("event.time.field", "field: at", "field: began"),
            refused("event.time.pattern", "yyyy/MM/dd HH:mm", "dd/MM/yyyy HH:mm"),
            harmless(
                    "event.time.not_before",
                    "HH:mm\", zone: UTC}\n  fields",
                    "HH:mm\", zone: UTC, not_before: \"1900-01-01\"}\n  fields"),
            harmless(
                    "event.time.not_after",
                    "HH:mm\", zone: UTC}\n  fields",
                    "HH:mm\", zone: UTC, not_after: now+7d}\n  fields"),
            refused("event.time.zone", "HH:mm\", zone: UTC}\n  fields", "HH:mm\", zone: Europe/Berlin}\n  fields"),
            migrated("event.fields", "added", ALL, "    place: string", "    place: string\n    more: long"),
            harmless("event.fields", "removed, unused", "    unused: {type: int, expr: \"delay * 2\"}\n", ""),
            migrated("event.fields.*.type", "", ALL, "{type: int, path", "{type: long, path"),
            new Row(
                    "event.fields.*.type",
                    "of a field that the event time is derived from",
                    DERIVED,
                    "hour: int",
                    "hour: string",
                    Outcome.REFUSED,
                    ""),
            migrated("event.fields.*.path", "", ALL, "path: lateness", "path: minutes_late"),
            migrated("event.fields.*.pattern", "", ALL, "yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm"),
            migrated(
                    "event.fields.*.zone",
                    "",
                    ALL,
                    "dd HH:mm\", zone: UTC}\n    late",
                    "dd HH:mm\", zone: Europe/Berlin}\n    late"),
            migrated("event.fields.*.expr", "", "by_place", "greatest(delay, 0)", "greatest(delay, 1)"),
            harmless("event.fields.*.expr", "of a field that no rollup names", "delay * 2", "delay * 3"),
            migrated("event.fields.*.missing", "", ALL, "missing: {default: none}", "missing: reject"),
            migrated("event.fields.*.missing.default", "", ALL, "default: none", "default: other"),
            migrated("event.fields.*.required", "", ALL, "path: lateness", "path: lateness, required: true"),
            migrated("event.fields.*.strict", "", ALL, "path: lateness", "path: lateness, strict: true"),
            migrated("event.fields.*.nulls", "", ALL, "path: lateness", "path: lateness, nulls: n/a"),
            migrated(
                    "event.fields.*.numbers.decimal",
                    "",
                    ALL,
                    "path: lateness",
                    "path: lateness, numbers: {decimal: \",\"}"),
            migrated(
                    "event.fields.*.numbers.thousands",
                    "",
                    ALL,
                    "path: lateness",
                    "path: lateness, numbers: {thousands: _}"),
            new Row(
                    "event.fields.*.booleans",
                    "",
                    FLAGGED,
                    "late: boolean",
                    "late: {type: boolean, booleans: yes/no}",
                    Outcome.MIGRATED,
                    "by_place"),
            refused("event.strict", "format: json\n", "format: json\n  strict: true\n"),
            refused("event.nulls", "format: json\n", "format: json\n  nulls: n/a\n"),
            migrated("event.numbers.decimal", "", ALL, "format: json\n", "format: json\n  numbers: {decimal: \",\"}\n"),
            migrated("event.numbers.thousands", "", ALL, "format: json\n", "format: json\n  numbers: {thousands: _}\n"),
            new Row(
                    "event.booleans",
                    "",
                    FLAGGED,
                    "{format: json,",
                    "{format: json, booleans: yes/no,",
                    Outcome.MIGRATED,
                    "by_place"),
            new Row("event.csv.columns", "", CSV, "[id, at, place]", "[id, at, place, more]", Outcome.REFUSED, ""),
            new Row("event.csv.delimiter", "", CSV, "delimiter: \",\"", "delimiter: \";\"", Outcome.REFUSED, ""),
            migrated("event.duplicates", "", ALL, "duplicates: {last: seen}", "duplicates: first"),
            migrated("event.duplicates.keep", "", ALL, "{last: seen}", "{keep: first, within: 3h}"),
            harmless("event.duplicates.within", "{last: seen}", "{last: seen, within: 3h}"),
            migrated("event.duplicates.last", "", ALL, "last: seen", "last: delay"),
            new Row("event.csv.empty", "", CSV, "delimiter: \",\"", "empty: text", Outcome.REFUSED, ""),
            new Row("event.csv.header", "", CSV, "delimiter: \",\"", "header: skip", Outcome.HARMLESS, ""),
            new Row("event.encoding", "", CSV, "{format: csv,", "{format: csv, encoding: UTF-16,", Outcome.REFUSED, ""),
            new Row("event.text.pattern", "", TEXT, "(?P<place>.+)", "(?P<place>.*)", Outcome.REFUSED, ""),
            new Row(
                    "event.text.preset",
                    "",
                    TEXT,
                    "fields: {id: string, at: timestamp, place: string}, text: {pattern: \"(?P<id>.+) (?P<at>.+) (?P<place>.+)\"}",
                    "fields: {id: {type: string, path: request}, at: {type: timestamp, path: time_local}, place: {type: string, path: remote_addr}}, text: {preset: nginx}",
                    Outcome.REFUSED,
                    ""),
            new Row(
                    "event.compression",
                    "",
                    BASE,
                    "format: json\n",
                    "format: json\n  compression: gzip\n",
                    Outcome.REFUSED,
                    ""),
            new Row(
                    "event.explode",
                    "",
                    BASE,
                    "format: json\n",
                    "format: json\n  explode: lines\n",
                    Outcome.REFUSED,
                    ""),
            new Row("event.avro.schema", "", AVRO, "trips.avsc", "trips-more.avsc", Outcome.REFUSED, ""),
            new Row("event.avro.registry.*", "", AVRO_REGISTERED, "registry:8081", "other:8081", Outcome.HARMLESS, ""),
            new Row(
                    "event.avro.schema",
                    "with a registry",
                    AVRO_REGISTERED,
                    "trips.avsc",
                    "trips-more.avsc",
                    Outcome.MIGRATED,
                    "by_place"),
            new Row("event.avro.framing", "", AVRO, "framing: none", "framing: single-object", Outcome.REFUSED, ""),
            new Row(
                    "event.protobuf.descriptor",
                    "of which nothing changed that is read",
                    PROTOBUF,
                    "trips.desc",
                    "trips-more.desc",
                    Outcome.HARMLESS,
                    ""),
            new Row(
                    "event.protobuf.descriptor",
                    "where a field's number or type changed",
                    PROTOBUF,
                    "trips.desc",
                    "trips-moved.desc",
                    Outcome.MIGRATED,
                    "by_place"),
            new Row(
                    "event.protobuf.descriptor",
                    "where that of the id's or the time's did",
                    PROTOBUF,
                    "trips.desc",
                    "trips-other-id.desc",
                    Outcome.REFUSED,
                    ""),
            new Row(
                    "event.protobuf.message",
                    "",
                    PROTOBUF_REGISTERED,
                    "trips.Trip",
                    "trips.Tour",
                    Outcome.MIGRATED,
                    "by_place"),
            new Row("event.protobuf.framing", "", PROTOBUF, "framing: none", "framing: confluent", Outcome.REFUSED, ""),
            new Row(
                    "event.protobuf.registry.*",
                    "",
                    PROTOBUF_REGISTERED,
                    "registry:8081",
                    "other:8081",
                    Outcome.HARMLESS,
                    ""),
            harmless("event.tombstones", "max_bytes: 64KB", "tombstones: ignore"),
            migrated(
                    "event.delete",
                    "",
                    ALL,
                    "unused: {type: int, expr: \"delay * 2\"}\n  duplicates: {last: seen}",
                    "unused: {type: boolean, expr: \"delay > 2\"}\n  duplicates: {last: seen}\n  delete: unused"),
            new Row(
                    "event.envelope",
                    "",
                    BASE,
                    "format: json",
                    "format: json\n  envelope: debezium",
                    Outcome.REFUSED,
                    ""),
            harmless("event.max_bytes", "max_bytes: 64KB", "max_bytes: 1KB"),
            new Row(
                    "strategy",
                    "",
                    RECEIVED.replace("SOURCE", "http: {listen: \"h:1\"}").replace("STRATEGY", "idempotent"),
                    "strategy: idempotent",
                    "strategy: idempotent-wal",
                    Outcome.REFUSED,
                    ""),
            refused("record.layout", "layout: blocks", "layout: rows"),
            refused("record.bucket", "bucket: 1h", "bucket: 15m"),
            harmless("record.keep", "keep: forever", "keep: 400d"),
            harmless("record.keep.events", "keep: forever", "keep: {events: 400d}"),
            harmless("record.keep.identities", "keep: forever", "keep: {events: 90d, identities: 400d}"),
            harmless("record.keep.events", "keep: forever", "keep: {events: 90d}"),
            harmless("record.keep.identities", "keep: forever", "keep: {events: 90d, identities: 400d}"),
            harmless("retention.*", "grace: 1h", "grace: 1h\nretention: {dead_letters: 30d, gaps: 90d, history: 30d}"),
            harmless("grace", "grace: 1h", "grace: 2h"),
            harmless("settle", "grace: 1h", "grace: 1h\nsettle: recount"),
            harmless("audit", "grace: 1h", "grace: 1h\naudit: 90d"),
            new Row(
                    "counters.*",
                    "",
                    COUNTING,
                    "counters: {}",
                    "counters: {delivery: at-least-once}",
                    Outcome.HARMLESS,
                    ""),
            harmless("cassandra.contact", "c:9042", "d:9042"),
            harmless("cassandra.datacenter", "dc1", "dc2"),
            harmless("cassandra.consistency", "QUORUM", "ALL"),
            harmless("cassandra.username", "username: u", "username: v"),
            harmless("cassandra.password", "password: p", "password: q"),
            harmless("cassandra.max_mutation", "dc1", "dc1, max_mutation: 8MB"),
            harmless("cassandra.tls.*", "dc1", "dc1, tls: {}"),
            harmless("cassandra.replication", "'replication_factor': 1", "'replication_factor': 3"),
            harmless("retention.*", "grace: 1h", "grace: 1h\nretention: {dead_letters: 7d, gaps: 30d, history: 90d}"),
            migrated(
                    "rollups",
                    "added",
                    "again",
                    "rollups:\n",
                    "rollups:\n  again: {by: [kind], every: [1h], measures: {trips: count}}\n"),
            kept("rollups", "  by_kind: {by: [kind], every: [1d], measures: {trips: count, delay: sum(delay)}}\n"),
            refused("rollups.*.by", "by: [place]", "by: [place, kind]"),
            migrated("rollups.*.every", "", "by_place", "every: [1h, 1d]", "every: [15m, 1h, 1d]"),
            migrated("rollups.*.zone", "", "by_place", "1d], zone: UTC", "1d], zone: Europe/Berlin"),
            harmless("rollups.*.keep", "1d], zone: UTC", "1d], zone: UTC, keep: 400d"),
            harmless(
                    "rollups.*.keep",
                    "every: [1d], measures: {trips: count, d",
                    "every: [1d], keep: 400d, measures: {trips: count, d"),
            migrated("rollups.*.where", "", "by_place", "late > 5", "late > 9"),
            migrated(
                    "rollups.*.measures",
                    "added",
                    "by_kind",
                    "delay: sum(delay)",
                    "delay: sum(delay), mean: avg(delay)"),
            migrated(
                    "rollups.*.measures",
                    "another condition or expression",
                    "by_kind",
                    "delay: sum(delay)",
                    "delay: sum(delay * 2) where late > 5"),
            harmless("rollups.*.measures", "a ratio", "delay: sum(delay)", "delay: sum(delay), mean: delay / trips"),
            migrated("rollups.*.measures", "another function", "by_place", "max(late)", "min(late)"),
            kept("rollups.*.measures", ", delay: sum(delay)"));

    private ChangedKeys() {}

    private static Row refused(String key, String from, String to) {
        return new Row(key, "", BASE, from, to, Outcome.REFUSED, "");
    }

    private static Row migrated(String key, String change, String rollups, String from, String to) {
        return new Row(key, change, BASE, from, to, Outcome.MIGRATED, rollups);
    }

    private static Row harmless(String key, String from, String to) {
        return harmless(key, "", from, to);
    }

    private static Row harmless(String key, String change, String from, String to) {
        return new Row(key, change, BASE, from, to, Outcome.HARMLESS, "");
    }

    private static Row another(String key, String from, String to) {
        return new Row(key, "", BASE, from, to, Outcome.ANOTHER, "");
    }

    private static Row kept(String key, String from) {
        return new Row(key, "removed", BASE, from, "", Outcome.KEPT, "");
    }

    private static Row received(String key, String from, String to) {
        String base = RECEIVED.replace("STRATEGY", "idempotent").replace("SOURCE", from);
        return new Row(key, "", base, from, to, Outcome.HARMLESS, "");
    }
}
