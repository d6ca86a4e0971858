package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;

class RecordDecoderTest {
    private static final Field ID = Field.of("id", FieldType.STRING);
    private static final Field TIME = Field.of("time", FieldType.TIMESTAMP);
    private static final Field DELAY = Field.of("delay", FieldType.INT);
    private static final String GOOD = "{\"id\":\"a\",\"time\":\"2001-01-05T06:20:00Z\",\"delay\":12}";

    private Event event;

    @Test
    void decode_goodRecord_fillsFieldsTimeAndIdentity() {
        assertThat(decode(spec(List.of("id"), ID, TIME, DELAY), GOOD)).isEqualTo(Decoding.OK);

        assertThat(event.stringAt(0)).isEqualTo("a");
        assertThat(event.longAt(2)).isEqualTo(12);
        assertThat(event.timeMicros()).isEqualTo(978_675_600_000_000L);
        assertThat(event.identityHigh()).isNotZero();
    }

    @Test
    void decode_tooLong_isRejectedUnread() {
        Decoding decoding = decode(spec(List.of("id"), ID, TIME), "{\"id\":\"" + "x".repeat(2_000) + "\"}");

        assertThat(decoding.code()).isEqualTo("too-long");
        assertThat(decoding.reason())
                .startsWith("the record has 2009 bytes; at most 1000 are accepted: {\"id\":\"xxx")
                .hasSizeLessThan(160);
    }

    @Test
    void decode_missingTime_isRejected() {
        assertThat(decode(spec(List.of("id"), ID, TIME), "{\"id\":\"a\"}"))
                .isEqualTo(new Decoding(
                        "missing-field",
                        "field \"time\" is missing or null; it is the event time, which every event needs"));
    }

    @Test
    void decode_nullId_isRejected() {
        assertThat(decode(spec(List.of("id"), ID, TIME), "{\"id\":null,\"time\":\"2001-01-05\"}")
                        .reason())
                .isEqualTo(
                        "field \"id\" is missing or null; it is part of the id, which every event of this pipeline needs");
    }

    @Test
    void decode_missingFieldThatRejects_isRejected() {
        Field strict = new Field("delay", FieldType.INT, "delay", "", "", "UTC", Missing.REJECT);

        assertThat(decode(spec(List.of("id"), ID, TIME, strict), "{\"id\":\"a\",\"time\":\"2001-01-05\"}")
                        .code())
                .isEqualTo("missing-field");
    }

    @Test
    void construct_defaultOfWrongType_isRefused() {
        Field faulty = new Field("delay", FieldType.INT, "delay", "", "", "UTC", Missing.defaultTo("late"));

        assertThatThrownBy(() -> decode(spec(List.of("id"), ID, TIME, faulty), GOOD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the default cannot be read: field \"delay\": late is not a number");
    }

    private static EventSpec spec(List<String> ids, Field... fields) {
        EventSchema schema = new EventSchema(List.of(fields));
        return new EventSpec(
                EventSpec.Format.JSON, EventSpec.Csv.NONE, schema, ids, "time", EventSpec.Duplicates.FIRST, "", 1_000);
    }

    private Decoding decode(EventSpec spec, String record) {
        event = new Event(spec.schema());
        byte[] raw = record.getBytes(StandardCharsets.UTF_8);
        return new RecordDecoder(spec, "flights", Expressions.NONE.bind()).decode(raw, 0, raw.length, 0, 0, event);
    }
}
