package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.decode.Message;

class RecordEnvelopeTest {
    private static final Slice VALUE = Slice.of("{}");

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void wrap_namesAskedFor_areKeptWithTheLastOfEachHeader() {
        headers.add("tenant", bytes("old"));
        headers.add("tenant", bytes("new"));
        headers.add("other", bytes("x"));
        RecordEnvelope envelope =
                new RecordEnvelope(List.of("kafka.key", "kafka.timestamp", "kafka.header.tenant", "kafka.header.none"));

        Message message = Message.of(envelope.wrap(record(ByteBuffer.wrap(bytes("k1")), 7), VALUE));

        assertThat(message.value().text()).isEqualTo("{}");
        assertThat(text(message, "kafka.key")).contains("k1");
        assertThat(text(message, "kafka.header.tenant")).contains("new");
        assertThat(message.beside("kafka.timestamp").map(Slice::toByteArray))
                .contains(new byte[] {0, 0, 0, 0, 0, 0, 0, 7});
        assertThat(message.beside("kafka.header.none")).isEmpty();
        assertThat(message.beside("kafka.header.other")).isEmpty();
    }

    @Test
    void wrap_whatARecordLacks_isKeptAsNothing() {
        RecordEnvelope envelope = new RecordEnvelope(List.of("kafka.key", "kafka.timestamp"));

        assertThat(envelope.wrap(record(null, ConsumerRecord.NO_TIMESTAMP), VALUE))
                .isSameAs(VALUE);
    }

    private ConsumerRecord<ByteBuffer, ByteBuffer> record(ByteBuffer key, long timestamp) {
        return new ConsumerRecord<>(
                "trips", 0, 0, timestamp, TimestampType.CREATE_TIME, 0, 0, key, null, headers, Optional.empty());
    }

    private static Optional<String> text(Message message, String name) {
        return message.beside(name).map(Slice::text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
