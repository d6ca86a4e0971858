package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

class JsonDecoderTest {
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("a", FieldType.LONG),
            new Field("c", FieldType.STRING, "b.c", "", "", "UTC", Missing.NULL, Notation.PLAIN),
            new Field("e", FieldType.STRING, "b.d.e", "", "", "UTC", Missing.NULL, Notation.PLAIN),
            Field.of("t", FieldType.TIMESTAMP)));
    private static final EventSpec SPEC = new EventSpec(
            EventSpec.Format.JSON,
            EventSpec.Csv.NONE,
            SCHEMA,
            List.of(),
            "t",
            EventSpec.Duplicates.FIRST,
            "",
            1 << 20,
            EventSpec.Framing.PLAIN);

    private final FieldDecoder decoder = FieldDecoders.of(SPEC);
    private final Event event = new Event(SCHEMA);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{}                                               | - | - | -",
                "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":{\"e\":\"y\"}}} | 1 | x | y",
                " { \"a\" : null , \"b\" : { } }                | - | - | -",
                "{\"b\":{\"d\":{\"e\":\"y\"},\"c\":\"x\"},\"a\":1} | 1 | x | y",
                // The last of a repeated key counts, all of it.
                "{\"a\":1,\"a\":2}                                | 2 | - | -",
                "{\"a\":\"no long\",\"a\":2}                      | 2 | - | -",
                "{\"a\":1,\"a\":null}                             | - | - | -",
                "{\"b\":{\"c\":\"x\"},\"b\":{\"d\":{\"e\":\"y\"}}} | - | - | y",
                "{\"b\":{\"c\":\"x\"},\"b\":7}                    | - | - | -",
                // A path through anything but objects is missing.
                "{\"b\":[{\"c\":\"x\"}]}                          | - | - | -",
                "{\"b\":\"c\"}                                    | - | - | -",
                // Keys by their meaning, skipped values whatever they hold.
                "{\"\\u0061\":1,\"\\u0062\":{\"\\u0063\":\"\\u0078\"}} | 1 | x | -",
                "{\"z\":[{\"a\":5},\"]}\\\"\",[[]]],\"b.c\":\"no\",\"a\":1} | 1 | - | -",
            })
    void decode_document_fillsTheDeclaredPaths(String document, Long a, String c, String e) {
        assertThat(decode(document)).isEqualTo(Decoding.OK);

        assertThat(event.isNull(0) ? null : event.longAt(0)).isEqualTo(a);
        assertThat(event.isNull(1) ? null : event.stringAt(1)).isEqualTo(c);
        assertThat(event.isNull(2) ? null : event.stringAt(2)).isEqualTo(e);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``            | not-json | the record is not JSON at byte 0 (the end): an object is expected",
                "[1]           | not-json | the record is not JSON at byte 0 ([1]): an object is expected",
                "{\"a\":1      | not-json | the record is not JSON at byte 6 (the end): a comma or closing brace is expected",
                "{\"a\":01}    | not-json | the record is not JSON at byte 5 (01}): a number begins with a zero",
                "{\"a\":NaN}   | not-json | the record is not JSON at byte 5 (NaN}): a value is expected",
                "{\"a\":1.}    | not-json | the record is not JSON at byte 5 (1.}): a number lacks digits",
                "{\"a\":1,}    | not-json | the record is not JSON at byte 7 (}): a key in quotes is expected",
                "{\"a\" 1}     | not-json | the record is not JSON at byte 5 (1}): a colon is expected after a key",
                "{\"a\":1} x   | not-json | the record is not JSON at byte 8 (x): something follows the object",
                "{\"z\":\"\\x\"} | not-json | the record is not JSON at byte 6 (\\x\"}): a string has an escape that names no character",
                "{\"z\":\"\\ud800\"} | not-json | the record is not JSON at byte 6 (\\ud800\"}): a string has an escape that names no character",
                "{\"z\":\"x    | not-json | the record is not JSON at byte 7 (the end): a string has no closing quote",
                "{\"a\":\"x\"} | wrong-type | field \"a\": x is not a number",
                "{\"a\":true}  | wrong-type | field \"a\": true is a boolean, not a long",
                "{\"a\":[1,2]} | wrong-type | field \"a\": [1,2] is an array, not a long",
                "{\"a\":1.5}   | wrong-type | field \"a\": 1.5 is not a whole number",
                "{\"a\":1e30}  | out-of-range | field \"a\": 1e30 does not fit a long",
                "{\"t\":12}    | wrong-type | field \"t\": 12 is a number, and a timestamp without a pattern is ISO-8601 text; a pattern says how a number is one: epoch_millis, or digits such as yyyyMMddHH",
                "{\"t\":\"2001-02-30\"} | bad-time | field \"t\": 2001-02-30 is not an ISO-8601 date or time such as 2001-01-05T06:20:00Z",
            })
    void decode_fault_isNamed(String document, String code, String reason) {
        assertThat(decode(document)).isEqualTo(new Decoding(code, reason));
    }

    @Test
    void decode_sixtyFourLevels_isTheLimit() {
        assertThat(decode("{\"z\":" + "[".repeat(63) + "]".repeat(63) + "}")).isEqualTo(Decoding.OK);
        assertThat(decode("{\"z\":" + "[".repeat(64) + "]".repeat(64) + "}").code())
                .isEqualTo("too-deep");
        assertThat(decode("{\"z\":".repeat(100_000)).code()).isEqualTo("too-deep");
    }

    @Test
    void decode_invalidUtf8InAString_isRejected() {
        byte[] raw = "{\"z\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        raw[6] = (byte) 0xC0;

        assertThat(decoder.decode(Message.of(Slice.of(raw)), event).code()).isEqualTo("not-utf8");
    }

    @Test
    void decode_longValueSeen_isShortenedAndEscaped() {
        Decoding decoding = decode("{\"a\":\"\\n" + "x".repeat(500) + "\"}");

        assertThat(decoding.reason()).isEqualTo("field \"a\": \\n" + "x".repeat(79) + "… is not a number");
    }

    @Test
    void decode_escapedStringsBeyondTheScratch_areAllKept() {
        String half = "\\u00e9".repeat(60);

        assertThat(decode("{\"b\":{\"c\":\"" + half + "\",\"d\":{\"e\":\"" + half + half + "\"}}}")
                        .ok())
                .isTrue();
        assertThat(event.stringAt(1)).isEqualTo("é".repeat(60));
        assertThat(event.stringAt(2)).isEqualTo("é".repeat(120));
    }

    @Test
    void decode_manyDeclaredKeys_areAllFound() {
        List<Field> many = java.util.stream.IntStream.range(0, 300)
                .mapToObj(i -> Field.of("k" + i, i == 0 ? FieldType.TIMESTAMP : FieldType.INT))
                .toList();
        EventSchema schema = new EventSchema(many);
        Event wide = new Event(schema);
        String members = many.stream()
                .skip(1)
                .map(field -> "\"" + field.name() + "\":" + field.name().substring(1))
                .collect(java.util.stream.Collectors.joining(","));
        byte[] raw = ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
        EventSpec spec = new EventSpec(
                EventSpec.Format.JSON,
                EventSpec.Csv.NONE,
                schema,
                List.of(),
                "k0",
                EventSpec.Duplicates.FIRST,
                "",
                1 << 20,
                EventSpec.Framing.PLAIN);

        assertThat(FieldDecoders.of(spec).decode(Message.of(Slice.of(raw)), wide))
                .isEqualTo(Decoding.OK);
        assertThat(many).allSatisfy(field -> assertThat(
                        wide.isNull(schema.slot(field.name())) ? 0 : wide.longAt(schema.slot(field.name())))
                .isEqualTo(Long.parseLong(field.name().substring(1))));
    }

    private Decoding decode(String document) {
        byte[] raw = document.getBytes(StandardCharsets.UTF_8);
        return decoder.decode(Message.of(Slice.of(raw)), event);
    }
}
