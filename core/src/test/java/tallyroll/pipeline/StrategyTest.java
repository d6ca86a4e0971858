package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.pipeline.Pipeline.Counting;
import tallyroll.pipeline.Pipeline.Counting.Delivery;

/** The nine strategies, what goes together with each, and the keys of {@code counters}. */
class StrategyTest {
    private static final Map<String, String> SOURCES = Map.of(
            "kafka", Edited.KAFKA,
            "http", "http: {}",
            "socket", "socket: {connect: \"sensors:9999\"}",
            "jms", "jms: {factory: a.B, url: u, queue: q}",
            "mqtt", "mqtt: {server: \"a:1\", topic: t}",
            "custom", "custom: {kind: amqp}");

    private static final String RECEIVER_BEFORE_A_LOG =
            "puts a receiver before a Kafka topic, which is a log already: it could only lose events or write them twice; write ";

    /** Why a strategy refuses Kafka; the others take it. */
    private static final Map<String, String> NOT_WITH_KAFKA = Map.of(
            "counters-wal", RECEIVER_BEFORE_A_LOG + "counters-direct",
            "aggregates", RECEIVER_BEFORE_A_LOG + "aggregates-direct",
            "aggregates-wal", RECEIVER_BEFORE_A_LOG + "aggregates-direct",
            "idempotent", RECEIVER_BEFORE_A_LOG + "idempotent-direct",
            "idempotent-wal", RECEIVER_BEFORE_A_LOG + "idempotent-direct");

    /** What a strategy that refuses receivers offers instead; the others take any. */
    private static final Map<String, String> NOT_WITH_RECEIVERS = Map.of(
            "counters-direct", "counters-wal",
            "aggregates-direct", "aggregates-wal",
            "idempotent-direct", "idempotent-wal");

    @ParameterizedTest
    @MethodSource("combinations")
    void strategy_withEachSource_isRightOrRefusedWithItsReason(String strategy, String source, String fault) {
        assertThat(faults(strategy, SOURCES.get(source))).isEqualTo(fault);
    }

    static Stream<Arguments> combinations() {
        return Strategy.all().stream().map(Strategy::label).flatMap(strategy -> SOURCES.keySet().stream()
                .sorted()
                .map(source -> Arguments.of(strategy, source, expected(strategy, source))));
    }

    private static String expected(String strategy, String source) {
        String reason = source.equals("kafka")
                ? NOT_WITH_KAFKA.get(strategy)
                : Optional.ofNullable(NOT_WITH_RECEIVERS.get(strategy))
                        .map(instead -> "reads ranges of a Kafka topic, and what came in by "
                                + (source.equals("custom") ? "amqp" : source) + " cannot be read a second time; write "
                                + instead + ", or let the source be kafka")
                        .orElse(null);
        return reason == null ? "none" : "9: strategy: \"" + strategy + "\": " + reason;
    }

    @ParameterizedTest
    @CsvSource({"kafka, idempotent-direct", "http, idempotent-wal", "custom, idempotent-wal"})
    void strategy_notWritten_isTheOneForTheSource(String source, String strategy) {
        assertThat(Edited.pipeline(Edited.KAFKA, SOURCES.get(source), Edited.STRATEGY, "")
                        .strategy()
                        .label())
                .isEqualTo(strategy);
    }

    @ParameterizedTest
    @MethodSource("tallyroll.pipeline.Strategy#all")
    void strategy_eachLabel_isItsCellOfTheGrid(Strategy strategy) {
        assertThat(Strategy.labelled(strategy.label())).contains(strategy);
        assertThat(strategy.with(strategy.summaryMode()).with(strategy.ingestionMode()))
                .isEqualTo(strategy);
        assertThat(strategy.label())
                .isEqualTo(Map.of(
                                        SummaryModes.COUNTERS,
                                        "counters",
                                        SummaryModes.PARTIALS,
                                        "aggregates",
                                        SummaryModes.TOTALS,
                                        "idempotent")
                                .get(strategy.summaryMode())
                        + Map.of(
                                        IngestionModes.RECEIVER,
                                        "",
                                        IngestionModes.WAL,
                                        "-wal",
                                        IngestionModes.DIRECT,
                                        "-direct")
                                .get(strategy.ingestionMode()));
        assertThat(strategy.summaryMode().recorded()).isEqualTo(strategy.label().startsWith("idempotent"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    counters          | kafka  | record: {layout: rows}      | 10: record: has no meaning: counters keeps no events, so there is no system of record; remove it
                    aggregates-direct | kafka  | record: {layout: rows}      | 10: record: has no meaning: aggregates-direct keeps no events, so there is no system of record; remove it
                    aggregates        | http   | grace: 1h                   | 10: grace: has no meaning: aggregates settles nothing: it has no record to recount from; remove it
                    counters-wal      | http   | grace: 1h                   | 10: grace: has no meaning: counters-wal settles nothing: it has no record to recount from; remove it
                    counters-direct   | kafka  | settle: recount             | 10: settle: has no meaning: counters-direct settles nothing: it has no record to recount from; remove it
                    aggregates        | http   | audit: 30d                  | 10: audit: has no meaning: aggregates recounts nothing: it has no record; remove it
                    idempotent        | http   | counters: {coalesce: 2s}    | 10: counters: has no meaning: idempotent increments no counters; remove it
                    aggregates-wal    | http   | counters: {coalesce: 2s}    | 10: counters: has no meaning: aggregates-wal increments no counters; remove it
                    counters-direct   | kafka  | counters: {coalesce: 2s}    | 10: counters.coalesce: has no meaning: counters-direct sends the increments of a batch together; remove it
                    counters-direct   | kafka  | counters: {delivery: at-most-once} | 10: counters.delivery: "at-most-once": cannot be had from counters-direct: a streaming task that fails is run again, increments and all; write at-least-once, or strategy: counters
                    counters-wal      | mqtt   | counters: {delivery: at-most-once} | 10: counters.delivery: "at-most-once": cannot be had from counters-wal: a streaming task that fails is run again, increments and all; write at-least-once, or strategy: counters
                    counters-wal      | jms    | counters: {delivery: at-least-once} | none
                    counters          | kafka  | counters: {delivery: at-most-once, coalesce: 0s} | none
                    counters          | socket | counters: {delivery: at-most-once, coalesce: 60s} | none
                    idempotent-wal    | socket | record: {layout: rows}⏎grace: 2h | none
                    """)
    void strategy_keysWithoutMeaning_areRefused(String strategy, String source, String keys, String faults) {
        assertThat(faults(strategy, SOURCES.get(source), "cassandra:", keys + "⏎cassandra:"))
                .isEqualTo(faults);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    counters        | kafka | first
                    counters-wal    | http  | {last: delay}
                    aggregates      | http  | first
                    """)
    void strategy_withoutRecord_refusesDuplicates(String strategy, String source, String policy) {
        assertThat(faults(strategy, SOURCES.get(source), "  id: id", "  id: id⏎  duplicates: " + policy))
                .isEqualTo("7: event.duplicates: has no meaning: " + strategy
                        + " keeps no earlier events to compare a later one with; remove it");
    }

    @ParameterizedTest
    @CsvSource({
        "idempotent, http",
        "idempotent-direct, kafka",
        "aggregates, mqtt",
        "aggregates-direct, kafka",
        "counters, kafka",
        "counters, jms",
        "counters-direct, kafka"
    })
    void log_ofAnotherStrategy_isRefused(String strategy, String source) {
        assertThat(faults(strategy, SOURCES.get(source) + "⏎  wal: {directory: /data}"))
                .endsWith(": source.wal: has no meaning: " + strategy + " has no write-ahead log; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counters-wal", "aggregates-wal", "idempotent-wal"})
    void log_ofItsStrategy_isTaken(String strategy) {
        assertThat(faults(strategy, "http: {}⏎  wal: {directory: /data}")).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avg(delay)",
                "min(delay)",
                "max(arrDelay)",
                "first(delay)",
                "last(delay)",
                "variance(delay)",
                "stddev(delay)",
                "distinct(id)",
                "quantiles(delay)",
                "top_k(origin, 3)",
                "histogram(delay, 0, 10)",
                "sum(share)",
                "sum(fare)"
            })
    void counters_measureThatCannotBeAdded_isRefused(String measure) {
        assertThat(faults("counters-wal", "http: {}", "sum(delay)", measure))
                .isEqualTo("17: rollups.delays.measures.delay: \""
                        + measure
                        + "\": cannot be kept by counters-wal: a counter column can only be added to, which does for count and for "
                        + "sum of an int or long; write strategy: aggregates-wal or idempotent-wal");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    counters        | kafka | aggregates-direct or idempotent-direct
                    counters        | http  | aggregates or idempotent
                    counters-direct | kafka | aggregates-direct or idempotent-direct
                    """)
    void counters_measureThatCannotBeAdded_isToldWhatCan(String strategy, String source, String instead) {
        assertThat(faults(strategy, SOURCES.get(source), "sum(delay)", "max(delay)"))
                .endsWith("; write strategy: " + instead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "count(origin)", "sum(delay)", "sum(arrDelay)"})
    void counters_countAndWholeSum_areTaken(String measure) {
        for (String strategy : List.of("counters", "counters-direct")) {
            assertThat(faults(strategy, Edited.KAFKA, "sum(delay)", measure)).isEqualTo("none");
        }
    }

    @Test
    void counters_sumOfNoField_hasOnlyTheMeasuresOwnFault() {
        assertThat(faults("counters", Edited.KAFKA, "sum(delay)", "sum(dely)"))
                .startsWith("17: rollups.delays.measures.delay: \"sum(dely)\": there is no field \"dely\"")
                .doesNotContain("\n");
    }

    /** 36 minutes and an hour are not made of whole others, and without a record they need not be. */
    @Test
    void rollup_withoutRecord_needsNotFitItsBuckets() {
        assertThat(Edited.faults("every: [1h, 1d]", "every: [36m]")).contains("does not fit record.bucket 1h");
        assertThat(faults("aggregates-direct", Edited.KAFKA, "every: [1h, 1d]", "every: [36m]"))
                .isEqualTo("none");
    }

    @Test
    void counters_notWritten_hasDefaults() {
        assertThat(Edited.pipeline("", "").counting())
                .isEqualTo(new Counting(Delivery.AT_LEAST_ONCE, Duration.ofSeconds(1)));
    }

    @Test
    void counters_everyKey_isRead() {
        assertThat(Definition.parse(
                                text(
                                        "counters",
                                        Edited.KAFKA,
                                        "cassandra:",
                                        "counters: {delivery: at-most-once, coalesce: 5s}⏎cassandra:"),
                                "flights.yaml",
                                Edited.ENVIRONMENT)
                        .counting())
                .isEqualTo(new Counting(Delivery.AT_MOST_ONCE, Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = -1, textBlock = """
                    counters: {delivery: once}    | 10: counters.delivery: "once": is none of at-least-once, at-most-once
                    counters: {coalesce: 61s}     | 10: counters.coalesce: "61s": is out of range: 0s to 60s
                    counters: {coalesce: 500ms}   | 10: counters.coalesce: "500ms": is not a duration (a number and s, m, h, d or w, such as 90s or 400d)
                    counters: {batch: 5}          | 10: counters.batch: there is no key "batch" here; Keys: delivery, coalesce
                    counters: at-most-once        | 10: counters: takes keys with values, not a single value
                    """)
    void counters_badValue_isAFaultWithItsText(String keys, String faults) {
        assertThat(faults("counters", Edited.KAFKA, "cassandra:", keys + "⏎cassandra:"))
                .isEqualTo(faults);
    }

    private static String faults(String strategy, String source, String... fromTo) {
        return Edited.faults(edits(strategy, source, fromTo));
    }

    private static String text(String strategy, String source, String... fromTo) {
        return Edited.text(edits(strategy, source, fromTo));
    }

    private static String[] edits(String strategy, String source, String... fromTo) {
        Stream<String> first = Stream.of(
                Edited.OF_THE_RECORD, "", Edited.STRATEGY, "strategy: " + strategy + "⏎", Edited.KAFKA, source);
        return Stream.concat(first, Stream.of(fromTo)).toArray(String[]::new);
    }
}
