package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Pipeline.Wal;

/** What each ingestion mode answers. */
class IngestionModesTest {
    private static final Source TOPIC = new Kafka("localhost:9092", "flights", Map.of(), 1_000);
    private static final Source HTTP =
            new Receiver("http", SourceSettings.unchecked(), 1 << 20, 1_000, new Wal("/log", 1, Map.of()));

    static Stream<IngestionMode> modes() {
        return IngestionModes.all().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "receiver, '',      http,  true,  true,  ''",
        "wal,      -wal,    http,  true,  false, /log",
        "direct,   -direct, topic, false, false, ''"
    })
    void mode_eachLabel_isOneSetOfFacts(
            String label, String suffix, String reads, boolean acknowledges, boolean withoutSpark, String log) {
        IngestionMode mode = mode(label);

        assertThat(mode.suffix()).isEqualTo(suffix);
        assertThat(Map.of("topic", TOPIC, "http", HTTP))
                .allSatisfy((name, source) -> assertThat(mode.reads(source)).isEqualTo(name.equals(reads)));
        assertThat(mode.acknowledges()).isEqualTo(acknowledges);
        assertThat(mode.withoutSpark()).isEqualTo(withoutSpark);
        assertThat(mode.log(HTTP).map(Wal::directory).orElse("")).isEqualTo(log);
        assertThat(mode.log(TOPIC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    receiver | http  | ; what is in memory when the process dies is lost
                    receiver | topic | ''
                    wal      | http  | ; what was acknowledged survives
                    direct   | topic | ; nothing inside the topic is lost
                    """)
    void promise_ofEachSource_saysWhatMayBeLost(String label, String source, String promise) {
        assertThat(mode(label).promise(source.equals("topic") ? TOPIC : HTTP)).isEqualTo(promise);
    }

    @ParameterizedTest
    @CsvSource({
        "counters,          0",
        "aggregates,        1",
        "idempotent,        1",
        "counters-wal,      1",
        "idempotent-direct, 1"
    })
    void givesUp_ofAClientWithoutSpark_isNothingOfItsOwn(String label, int sentences) {
        Strategy strategy = Strategy.labelled(label).orElseThrow();

        assertThat(strategy.ingestionMode().givesUp(strategy)).hasSize(sentences);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void mode_throughSerialisation_isEqual(IngestionMode mode) throws Exception {
        assertThat(SummaryModesTest.copied(mode))
                .isEqualTo(mode)
                .hasSameHashCodeAs(mode)
                .hasToString(mode.label());
    }

    @ParameterizedTest
    @MethodSource("tallyroll.pipeline.Strategy#all")
    void strategy_throughSerialisation_isEqual(Strategy strategy) throws Exception {
        assertThat(SummaryModesTest.copied(strategy)).isEqualTo(strategy);
    }

    @ParameterizedTest
    @CsvSource({
        "counters,          idempotent,        true,  false",
        "counters-wal,      idempotent-wal,    false, true",
        "counters-direct,   idempotent-direct, false, true",
        "aggregates,        idempotent,        true,  true",
        "aggregates-direct, idempotent-direct, true,  true",
        "idempotent-wal,    idempotent-wal,    true,  true"
    })
    void strategy_each_knowsWhoDoesTheWorkAndWhatCanBeVerified(
            String label, String verifiable, boolean recommended, boolean streaming) {
        Strategy strategy = Strategy.labelled(label).orElseThrow();

        assertThat(strategy.verifiable().label()).isEqualTo(verifiable);
        assertThat(strategy.recommended()).isEqualTo(recommended);
        assertThat(strategy.streaming()).isEqualTo(streaming);
    }

    private static IngestionMode mode(String label) {
        return IngestionModes.all().stream()
                .filter(mode -> mode.label().equals(label))
                .findFirst()
                .orElseThrow();
    }
}
