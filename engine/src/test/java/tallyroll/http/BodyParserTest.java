package tallyroll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Explode;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;

/** Arrays of one seed, held against what they were made of and against Jackson. */
class BodyParserTest {
    private static final int ARRAYS = 2_000;
    private static final EventSpec JSON = spec(Format.JSON, Csv.NONE);
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t", "\r\n  ");
    private static final List<String> TEXTS = List.of(
            "", "ATL", "é", "漢字", "😀", "\\\"", "\\\\", "\\\\\\\"", "]", "},{", "[", ",", "\\u005d", "\\/", "a\u2028b");

    private final ObjectMapper jackson = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(longs = {1, 20_540_395})
    void array_ofAnything_isCutByteForByte(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ARRAYS; i++) {
            List<String> elements = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                StringBuilder element = new StringBuilder();
                value(element, random, 0);
                elements.add(element.toString());
            }
            String body = array(elements, random);
            List<String> cut = cut(body);

            assertThat(cut).as("seed %d, array %d: %s", seed, i, body).isEqualTo(elements);
            JsonNode whole = jackson.readTree(body);
            assertThat(whole).hasSize(cut.size());
            for (int n = 0; n < cut.size(); n++) {
                assertThat(jackson.readTree(cut.get(n))).isEqualTo(whole.get(n));
            }
        }
    }

    /** Whatever is damaged: no exception but the refusal, and every event is a piece of the body, in order. */
    @ParameterizedTest
    @ValueSource(longs = {2, 20_540_395})
    void array_damaged_isRefusedOrCutInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < ARRAYS; i++) {
            StringBuilder element = new StringBuilder();
            value(element, random, 0);
            byte[] body =
                    array(List.of(element.toString(), "{\"id\":1}"), random).getBytes(StandardCharsets.UTF_8);
            int at = random.nextInt(body.length);
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(body, at) : body;
            if (damaged.length > at) {
                damaged[at] = (byte) "{}[],\"\\ ".charAt(random.nextInt(8));
            }
            List<int[]> spans = new ArrayList<>();
            try {
                BodyParser.cut(
                        bytes(damaged),
                        JSON,
                        "application/json",
                        raw -> spans.add(new int[] {raw.from(), raw.until()}));
            } catch (HttpError expected) {
                refused++;
            }
            int end = 0;
            for (int[] span : spans) {
                assertThat(span[0]).as("seed %d, array %d", seed, i).isGreaterThanOrEqualTo(end);
                end = span[1];
                assertThat(end).isGreaterThan(span[0]).isLessThanOrEqualTo(damaged.length);
            }
        }
        assertThat(refused).isBetween(ARRAYS / 10, ARRAYS - 1);
    }

    private static List<String> cut(String body) throws HttpError {
        List<String> events = new ArrayList<>();
        BodyParser.cut(
                bytes(body.getBytes(StandardCharsets.UTF_8)), JSON, "application/json", raw -> events.add(raw.text()));
        return events;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/cloudevents+json           | `{\n  \"a\": \"x\n\"\n}\n` | `{\n  \"a\": \"x\n\"\n}`",
                "application/json; charset=utf-8        | `{\n\"a\": 1}`       | `{\n\"a\": 1}`",
                "text/plain                             | `{\n\"a\": {\n}}\n`  | `{\n\"a\": {\n}}`",
                "``                                     | `\n{\n\"a\": 1\n}`   | `{\n\"a\": 1\n}`",
                "application/x-ndjson                   | `{\"a\":1}\n{\"a\":2}\n` | `{\"a\":1} & {\"a\":2}`",
                "application/x-ndjson                   | `{\"a\":1\n{\"a\":2}\n`  | `{\"a\":1 & {\"a\":2}`",
                "``                                     | `\ufeff{\"a\":1}\n{\"a\":2}` | `{\"a\":1} & {\"a\":2}`",
                "application/json                       | `\ufeff[{\"a\":1}]`   | `{\"a\":1}`",
                "application/cloudevents-batch+json     | `[{\n},{}]`          | `{\n} & {}`",
            })
    void json_ofAnyMediaType_isCutIntoItsObjects(String mediaType, String body, String events) throws Exception {
        assertThat(String.join(" & ", cut(body, JSON, mediaType))).isEqualTo(events);
    }

    @Test
    void json_twoObjectsAsOne_areRefused() {
        assertThatThrownBy(() -> cut("{\n}\n{}", JSON, "application/cloudevents+json"))
                .hasMessage(
                        "The body cannot be read: application/cloudevents+json is one object or one array, and something"
                                + " follows the object at byte 4. Nothing was taken; send lines as application/x-ndjson.");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json; charset=utf-8, UTF-8, true",
        "text/csv;charset=\"UTF8\", UTF-8, true",
        "text/csv; charset=us-ascii, UTF-8, true",
        "text/csv; header=present; charset=latin1, ISO-8859-1, true",
        "text/csv; charset=ISO-8859-1, UTF-8, false",
        "text/csv; charset=utf-8, windows-1252, false",
        "text/csv; charset=klingon, UTF-8, false",
    })
    void body_inACharset_isTheOneOfTheDefinition(String mediaType, String encoding, boolean taken) throws Exception {
        Format format = mediaType.startsWith("text") ? Format.CSV : Format.JSON;
        EventSpec spec = spec(format, new Csv(List.of("t"), ','), new Payload(Compression.NONE, encoding, false, ""));

        if (taken) {
            assertThat(cut("{}\n", spec, mediaType)).containsExactly("{}");
        } else {
            assertThatThrownBy(() -> cut("{}\n", spec, mediaType))
                    .hasMessageStartingWith("The body is sent in charset ")
                    .hasMessageContaining("are read as " + encoding + " (event.encoding). Nothing was taken");
        }
    }

    @Test
    void text_lines_areEvents() throws Exception {
        assertThat(cut("[a\r\n\n\"b\nc", spec(Format.TEXT, Csv.NONE), "text/plain"))
                .containsExactly("[a", "\"b", "c");
    }

    static EventSpec spec(Format format, Csv csv) {
        return spec(format, csv, Payload.PLAIN);
    }

    private static EventSpec spec(Format format, Csv csv, Payload payload) {
        EventSchema schema = new EventSchema(List.of(Field.of("t", FieldType.TIMESTAMP)));
        return new EventSpec(
                format,
                csv,
                schema,
                List.of(),
                "t",
                Duplicates.FIRST,
                "",
                1 << 20,
                new EventSpec.Framing(Explode.NONE, payload));
    }

    static List<String> cut(String body, EventSpec spec, String mediaType) throws HttpError {
        List<String> events = new ArrayList<>();
        BodyParser.cut(bytes(body.getBytes(StandardCharsets.UTF_8)), spec, mediaType, raw -> events.add(raw.text()));
        return events;
    }

    private static BodyBytes bytes(byte[] body) {
        BodyBytes bytes = new BodyBytes(1 << 20, new BodyMemory(1 << 20));
        try {
            bytes.add(ByteBuffer.wrap(body));
        } catch (HttpError impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes;
    }

    private static String array(List<String> elements, SplittableRandom random) {
        StringBuilder body = new StringBuilder(space(random)).append('[').append(space(random));
        for (int i = 0; i < elements.size(); i++) {
            body.append(i == 0 ? "" : "," + space(random))
                    .append(elements.get(i))
                    .append(space(random));
        }
        return body.append(']').append(space(random)).toString();
    }

    private static void value(StringBuilder text, SplittableRandom random, int level) {
        switch (random.nextInt(level > 4 ? 3 : 6)) {
            case 0 ->
                text.append(List.of("0", "-1.5e3", "true", "null", "123456789012345678901")
                        .get(random.nextInt(5)));
            case 1, 2 -> string(text, random);
            case 3 -> {
                text.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    value(text, random, level + 1);
                    text.append(i > 1 ? "," + space(random) : "");
                }
                text.append(']');
            }
            default -> {
                text.append('{').append(space(random));
                for (int i = random.nextInt(4); i > 0; i--) {
                    string(text, random);
                    text.append(space(random)).append(':').append(space(random));
                    value(text, random, level + 1);
                    text.append(i > 1 ? "," : "");
                }
                text.append(space(random)).append('}');
            }
        }
    }

    private static void string(StringBuilder text, SplittableRandom random) {
        text.append('"');
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        text.append('"');
    }

    private static String space(SplittableRandom random) {
        return SPACES.get(random.nextInt(SPACES.size()));
    }
}
