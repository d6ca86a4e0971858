package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

class PreambleTest {
    private static final EventSchema SCHEMA =
            new EventSchema(List.of(Field.of("id", FieldType.STRING), Field.of("at", FieldType.TIMESTAMP)));
    private static final String SCHEMA_7 = "\0\0\0\0\u0007";

    private final Event event = new Event(SCHEMA);

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff"})
    void decode_markBeforeALineOfCsv_isNoPartOfTheId(String mark) {
        assertThat(decode(Format.CSV, mark + "s3,2024-05-01T10:00:00Z")).isEqualTo(Decoding.OK);
        long marked = event.identityHigh();
        assertThat(decode(Format.CSV, "s3,2024-05-01T10:00:00Z")).isEqualTo(Decoding.OK);

        assertThat(marked).isEqualTo(event.identityHigh());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff", "\ufeff \n", SCHEMA_7, SCHEMA_7 + " "})
    void decode_bytesBeforeJson_arePassedOver(String before) {
        assertThat(decode(Format.JSON, before + "{\"id\":\"s3\",\"at\":\"2024-05-01T10:00:00Z\"}"))
                .isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("s3");
    }

    @Test
    void decode_avroOfARegistryAsJson_isNamed() {
        assertThat(decode(Format.JSON, SCHEMA_7 + "\u0004s3"))
                .isEqualTo(new Decoding(
                        "not-json",
                        "the record is not JSON at byte 5 (\\u0004s3): an object is expected; its first 5 bytes look like a"
                                + " schema registry's header (schema id 7), as Avro and Protobuf have it:"
                                + " write that format as event.format"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0\0\0\u0007", "\ufeff", "\ufeff\ufeff{}", "\u00ef{}"})
    void decode_noMoreThanTheseBytes_isNotJson(String record) {
        Decoding decoding = decode(Format.JSON, record);

        assertThat(decoding.code()).isEqualTo("not-json");
        assertThat(decoding.reason()).doesNotContain("registry");
    }

    private Decoding decode(Format format, String record) {
        Csv csv = format == Format.CSV ? new Csv(List.of("id", "at"), ',') : Csv.NONE;
        EventSpec spec = new EventSpec(
                format, csv, SCHEMA, List.of("id"), "at", Duplicates.FIRST, "", 1 << 20, EventSpec.Framing.PLAIN);
        Slice raw = Slice.of(record.getBytes(StandardCharsets.UTF_8));
        return new RecordDecoder(spec, "http", Expressions.NONE.bind()).decode(raw, 0, 0, event);
    }
}
