package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.SourceException.Fault;

/** What a client's error means, in a sentence that names the topic, the brokers and what to do. */
class KafkaErrorsTest {
    private static final Pipeline.Kafka KAFKA = new Pipeline.Kafka("broker:9092", "sales", Map.of(), 0);
    private static final String CANNOT = "Cannot read topic \"sales\" at broker:9092: ";

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments(new UnknownTopicOrPartitionException("?"), Fault.TOPIC_MISSING, "no such topic"),
                arguments(new InvalidTopicException("?"), Fault.TOPIC_MISSING, "correct source.kafka.topic"),
                arguments(new SaslAuthenticationException("bad password"), Fault.REFUSED, "credentials (bad password)"),
                arguments(new TopicAuthorizationException("no"), Fault.REFUSED, "DESCRIBE and READ on the topic"),
                arguments(new TimeoutException("60 s"), Fault.UNREACHABLE, "no broker answered in time (60 s)"),
                arguments(new ConfigException("ssl.protocol", "x"), Fault.REFUSED, "under source.kafka.options"),
                arguments(
                        new KafkaException("wrapped", new ConfigException("No resolvable bootstrap urls")),
                        Fault.UNREACHABLE,
                        "source.kafka.bootstrap is right"),
                arguments(new IllegalStateException("odd"), Fault.FAILED, "the client gave up with"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void error_ofAClient_isThisFaultAndSaysThis(Exception cause, Fault fault, String says) {
        SourceException meaning = KafkaErrors.of(KAFKA, cause);

        assertThat(meaning.fault()).isEqualTo(fault);
        assertThat(meaning)
                .hasMessageStartingWith(CANNOT)
                .hasMessageContaining(says)
                .hasCause(cause);
    }

    @Test
    void error_ofAGroupMember_namesTheGroupItMayNotRead() {
        KafkaGroup group = new KafkaGroup(KAFKA, "counting", new RecordEnvelope(List.of()));

        assertThat(group.fault(new GroupAuthorizationException("no")))
                .hasMessageContaining("READ on the consumer group \"counting\"");
        assertThat(group.fault(new TimeoutException("60 s")).fault()).isEqualTo(Fault.UNREACHABLE);
        assertThat(group.where()).isEqualTo("topic \"sales\" at broker:9092, consumer group \"counting\"");
    }

    @Test
    void rangeThatIsGone_saysWhichOffsetsAndWhatPreventsIt() {
        RangeGoneException gone = new RangeGoneException(new Claim.Range("sales", 2, 10, 15), 15);

        assertThat(gone.fault()).isEqualTo(Fault.EXPIRED);
        assertThat(gone.missing()).isEqualTo(new Claim.Range("sales", 2, 10, 15));
        assertThat(gone)
                .hasMessageContaining("offsets 10 to 14 of sales-2")
                .hasMessageContaining("the log now begins at 15")
                .hasMessageContaining("retention.ms");
    }
}
