package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Kafka;

class TopicAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"kafka:trips", "kafka:a.b_C-1", "kafka://h:1/trips", "kafka://a:9092,b.c:9093/trips"})
    void address_asItIsWritten_isReadBack(String text) {
        assertThat(TopicAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trips",
                "kafka:",
                "kafka:a b",
                "kafka:a/b",
                "kafka://",
                "kafka:///trips",
                "kafka://h/trips",
                "kafka://h:1/",
                "kafka://h:1",
                "kafka://h:1,/trips",
                "kafka://h:1/a/b"
            })
    void address_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> TopicAddress.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("\"" + text + "\" is not the address of a topic: write kafka:TOPIC");
    }

    @Test
    void kafka_ofOwnBrokers_hasTheOptionsOfTheSourceAndOthersHaveNone() {
        Pipeline pipeline =
                pipeline("source: {kafka: {bootstrap: \"h:1\", topic: trips, options: {security.protocol: SSL}}}");

        for (String own : new String[] {"kafka:old", "kafka://h:1/old"}) {
            Kafka kafka = TopicAddress.parse(own).kafka(pipeline);
            assertThat(kafka.topic()).isEqualTo("old");
            assertThat(kafka.bootstrap()).isEqualTo("h:1");
            assertThat(kafka.options().values()).isEqualTo(Map.of("security.protocol", "SSL"));
        }
        Kafka other = TopicAddress.parse("kafka://i:2/old").kafka(pipeline);
        assertThat(other.bootstrap()).isEqualTo("i:2");
        assertThat(other.options().values()).isEmpty();
    }

    @Test
    void readBy_isTrueOfOwnTopicsOnly() {
        Pipeline pipeline = pipeline("source: {kafka: {bootstrap: \"h:1\", topic: trips}}");

        assertThat(TopicAddress.parse("kafka:trips").readBy(pipeline)).isTrue();
        assertThat(TopicAddress.parse("kafka://h:1/trips").readBy(pipeline)).isTrue();
        assertThat(TopicAddress.parse("kafka://h:1/trips").relativeTo(pipeline))
                .isEqualTo(new TopicAddress(Optional.empty(), "trips"));
        assertThat(TopicAddress.parse("kafka:old").readBy(pipeline)).isFalse();
        assertThat(TopicAddress.parse("kafka://i:2/trips").readBy(pipeline)).isFalse();
    }

    @Test
    void kafka_withoutBrokersWhereThePipelineHasNone_isRefused() {
        Pipeline pipeline = pipeline("strategy: idempotent\nsource: {http: {listen: \"0.0.0.0:0\"}}");

        assertThatThrownBy(() -> TopicAddress.parse("kafka:old").kafka(pipeline))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("names no brokers, and pipeline \"trips\" has none: its source is http");
    }

    private static Pipeline pipeline(String source) {
        return Definition.parse("""
                        pipeline: trips
                        %s
                        event: {format: json, time: at, fields: {at: timestamp}}
                        rollups: {all: {by: [], every: [1h], measures: {trips: count}}}
                        """.formatted(source), "trips.yaml", Environment.of(Map.of()));
    }
}
