package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.Pipeline.Kafka;

/** The keys of {@code source} and of {@code source.kafka}. */
class SourceKeysTest {
    @Test
    void source_onlyWhatIsNeeded_hasDefaults() {
        assertThat(Edited.pipeline("", "").source())
                .isEqualTo(new Kafka("localhost:9092", "flights", Map.of(), 1_000_000));
    }

    @Test
    void source_everyKey_isRead() {
        assertThat(Edited.pipeline(
                                "topic: flights",
                                "topic: Flights.2001-a, max_per_batch: 2_000, options: {fetch.max.bytes: 8388608, client.id: me}")
                        .source())
                .isEqualTo(new Kafka(
                        "localhost:9092",
                        "Flights.2001-a",
                        Map.of("fetch.max.bytes", "8388608", "client.id", "me"),
                        2_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    earliest                              | earliest
                    latest                                | latest
                    {time: 2024-05-01}                    | {time: "2024-05-01T00:00:00Z"}
                    {time: "2024-05-01T10:00:00.5Z"}      | {time: "2024-05-01T10:00:00.500Z"}
                    {offsets: {flights: {1: 9, 0: "12"}}} | {offsets: {flights: {0: 12, 1: 9}}}
                    """)
    void start_written_isRead(String written, String start) {
        Kafka kafka = Edited.pipeline("topic: flights}", "topic: flights, start: " + written + "}")
                .kafka();

        assertThat(kafka.start().written()).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    bootstrap: "localhost:9092", |  | 3: source.kafka: needs the key "bootstrap": the brokers to ask first
                    topic: flights} | } | 3: source.kafka: needs one of the keys topic, topics, pattern
                    topic: flights} | topic: "my flights"} | 3: source.kafka.topic: "my flights": is not a topic name (letters, digits, . _ and -; at most 249 characters)
                    topic: flights} | topic: flights, group: mine} | 3: source.kafka.group: there is no key "group" here; Keys: bootstrap, topic, topics, pattern, start, options, max_per_batch
                    "localhost:9092" | localhost | 3: source.kafka.bootstrap: "localhost": is not a valid address (expected host:port, several separated by commas)
                    topic: flights} | topic: flights, max_per_batch: 0} | 3: source.kafka.max_per_batch: "0": is out of range: 1 to 1000000000
                    topic: flights} | topic: flights, max_per_batch: many} | 3: source.kafka.max_per_batch: "many": is not a whole number
                    topic: flights} | topic: flights, max_per_batch: 2000000000} | 3: source.kafka.max_per_batch: "2000000000": is out of range: 1 to 1000000000
                    topic: flights} | topic: flights, options: {group.id: mine}} | 3: source.kafka.options.group.id: Tallyroll sets this property itself; remove it
                    topic: flights} | topic: flights, pattern: "f.*"} | 3: source.kafka: has the keys topic, pattern, of which one is allowed; keep one
                    topic: flights} | topics: []} | 3: source.kafka.topics: is an empty list; write at least one value
                    topic: flights} | topics: [a, b, a]} | 3: source.kafka.topics: "a": appears twice in the list; keep one of them
                    topic: flights} | topics: [a, "b c"]} | 3: source.kafka.topics: "b c": is not a topic name (letters, digits, . _ and -; at most 249 characters)
                    topic: flights} | pattern: "orders-("} | 3: source.kafka.pattern: "orders-(": is not a regular expression: Unclosed group at character 9; write one such as "orders-.*"
                    topic: flights} | topics: [a, b], start: {offsets: {c: {0: 5}}}} | 3: source.kafka.start.offsets.c: is not a topic of this source, which reads topics a, b
                    topic: flights} | topic: flights, start: newest} | 3: source.kafka.start: "newest": is none of earliest, latest, {time, offsets: …}
                    topic: flights} | topic: flights, start: {}} | 3: source.kafka.start: needs one of the keys time, offsets
                    topic: flights} | topic: flights, start: {time: yesterday}} | 3: source.kafka.start.time: "yesterday": is not a UTC time (such as 2024-05-01T10:00:00Z, or a date such as 2024-05-01)
                    topic: flights} | topic: flights, start: {time: "2024-02-30"}} | 3: source.kafka.start.time: "2024-02-30": is not a time that exists; write one such as 2024-05-01T10:00:00Z
                    topic: flights} | topic: flights, start: {offsets: {sales: {0: 5}}}} | 3: source.kafka.start.offsets.sales: is not a topic of this source, which reads topic flights
                    topic: flights} | topic: flights, start: {offsets: {flights: {0: -5}}}} | 3: source.kafka.start.offsets.flights.0: "-5": is not an offset (a whole number, 0 or more)
                    topic: flights} | topic: flights, start: {offsets: {flights: {one: 5}}}} | 3: source.kafka.start.offsets.flights.one: "one": is not a partition (a whole number, 0 or more)
                    topic: flights} | topic: flights, options: {}} | 3: source.kafka.options: is empty; write at least one consumer property
                    topic: flights} | topic: flights, options: {Group: 1}} | 3: source.kafka.options.Group: "Group": is not a consumer property
                    kafka: {bootstrap: "localhost:9092", topic: flights} | kafka: flights | 3: source.kafka: takes keys with values, not a single value
                    topic: flights} | topic: flights}⏎  http: {}⏎  jms: {factory: a.B, url: tcp, queue: q} | 2: source: has the keys kafka, http, jms, of which one is allowed; keep one
                    kafka: {bootstrap: "localhost:9092", topic: flights} | wal: {directory: /data/wal} | 2: source: needs one of the keys kafka, custom ¶ 3: source.wal: has no meaning: idempotent-direct has no write-ahead log; remove it
                    topic: flights} | topic: flights}⏎  wal: {} | 4: source.wal: has no meaning: idempotent-direct has no write-ahead log; remove it
                    """)
    void source_badValue_isAFaultWithItsText(String from, String to, String faults) {
        assertThat(Edited.faults(from, to)).isEqualTo(faults.replace(" ¶ ", "\n"));
    }
}
