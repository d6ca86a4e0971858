package tallyroll.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;

/** A CloudEvent of a topic is the same event in binary and in structured mode. */
class CloudEventRecordTest {
    private static final EventSpec SPEC =
            Definition.parse("""
            pipeline: signups
            source: {kafka: {bootstrap: "localhost:9092", topic: signups}}
            event:
              format: json
              envelope: cloudevents
              time: at
              fields: {at: {type: timestamp, path: envelope.time}, plan: {type: string, path: account.plan}}
            rollups: {signups: {by: [plan], every: [1h], measures: {events: count}}}
            """, "signups.yaml", Environment.of(Map.of())).event();

    private final Event event = new Event(SPEC.schema());

    @Test
    void wrap_bothModes_areOneEvent() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", "7".getBytes(UTF_8))
                .add("ce_source", "/accounts".getBytes(UTF_8))
                .add("ce_time", "2026-03-27T10:00:00Z".getBytes(UTF_8))
                .add("ce_other", "not asked for".getBytes(UTF_8))
                .add("content-type", "application/json".getBytes(UTF_8));
        String data = "{\"account\":{\"plan\":\"basic\"}}";

        String binary = decoded(headers, data);
        String structured = decoded(
                new RecordHeaders(),
                "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/accounts\",\"time\":\"2026-03-27T10:00:00Z\",\"data\":"
                        + data + "}");

        assertThat(binary).isEqualTo(structured).endsWith(" basic");
    }

    /** Identity, time and plan. */
    private String decoded(RecordHeaders headers, String value) {
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(UTF_8));
        ConsumerRecord<ByteBuffer, ByteBuffer> record = new ConsumerRecord<>(
                "signups", 0, 5, 0, TimestampType.CREATE_TIME, 0, 0, null, bytes, headers, Optional.empty());
        Slice raw = new RecordEnvelope(SPEC.keptBeside()).wrap(record, Slice.of(value));
        RecordDecoder decoder = new RecordDecoder(SPEC, "signups", Expressions.NONE.bind());
        assertThat(decoder.decode(raw, 0, 5, event)).isEqualTo(Decoding.OK);
        return event.identityHigh() + " " + event.identityLow() + " " + event.timeMicros() + " "
                + event.stringAt(SPEC.schema().slot("plan"));
    }
}
