package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Csv;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.event.EventSpec.Format;
import tallyroll.event.Explode;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;

class TextDecoderTest {
    private static final String TIME = "dd/MMM/yyyy:HH:mm:ss Z";
    private static final String NGINX =
            "93.180.71.3 - - [17/May/2015:08:05:32 +0200] \"GET /downloads/ü?x=1 HTTP/1.1\" 304 0 \"-\" \"Debian \\\"APT\\\"\"";

    /** Lines as the servers write them, by their own documentation. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "apache-common | 127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 2326"
                        + " | 2000-10-10T20:55:36Z 127.0.0.1 frank GET /apache_pb.gif 200 2326",
                "apache-common | ::1 - - [10/Oct/2000:13:55:36 -0700] \"\\x16\\x03\\x01\" 400 -"
                        + " | 2000-10-10T20:55:36Z ::1 - - - 400 -",
                "apache-combined | 127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /apache_pb.gif HTTP/1.0\" 200 2326"
                        + " \"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\""
                        + " | 2000-10-10T20:55:36Z 127.0.0.1 frank GET /apache_pb.gif 200 2326",
            })
    void decode_apache_fillsTheFields(String preset, String line, String expected) {
        EventSchema schema = schema("time", "host", "user", "method", "path", "status", "bytes");

        assertThat(cells(preset, schema, line)).isEqualTo(expected);
    }

    @Test
    void decode_nginx_fillsTheFields() {
        EventSchema schema = schema(
                "time_local",
                "remote_addr",
                "remote_user",
                "request_uri",
                "status",
                "body_bytes_sent",
                "http_referer",
                "http_user_agent");

        assertThat(cells("nginx", schema, NGINX))
                .isEqualTo("2015-05-17T06:05:32Z 93.180.71.3 - /downloads/ü?x=1 304 0 - Debian \\\"APT\\\"");
        assertThat(cells("nginx", schema, "\ufeff" + NGINX + "\r\n")).startsWith("2015-05-17T06:05:32Z 93.180.71.3 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "10 b\\n     | no-match   | the line does not match the pattern: 10 b\\n",
                "10 x b   | no-match   | the line does not match the pattern: 10 x b",
                "``       | no-match   | `the line does not match the pattern: `",
                "b b      | wrong-type | field \"n\": b is not a number",
            })
    void decode_fault_isNamed(String line, String code, String reason) {
        EventSchema schema = new EventSchema(List.of(
                Field.of("n", FieldType.INT), Field.of("t", FieldType.TIMESTAMP), Field.of("s", FieldType.STRING)));
        FieldDecoder decoder = FieldDecoders.of(spec("(?P<n>\\w+) (?P<s>b)(?: (?P<t>.*))?", schema, "t"));

        assertThat(decoder.decode(Message.of(Slice.of(line)), new Event(schema)))
                .isEqualTo(new Decoding(code, reason));
    }

    @Test
    void decode_bytesThatAreNoText_areRejected() {
        EventSchema schema = schema("time_local", "remote_addr");
        byte[] line = NGINX.getBytes(StandardCharsets.UTF_8);
        line[NGINX.indexOf('ü')] = (byte) 0xFF;

        assertThat(decoder("nginx", schema)
                        .decode(Message.of(Slice.of(line)), new Event(schema))
                        .code())
                .isEqualTo("not-utf8");
    }

    /** It would take a backtracking matcher longer than the universe is old. */
    @Test
    void decode_patternThatBacktracks_isLinear() {
        EventSchema schema = schema("t", "a");
        FieldDecoder decoder = FieldDecoders.of(spec("(?P<a>(x+x+)+)y(?P<t>.*)", schema, "t"));

        assertThat(decoder.decode(Message.of(Slice.of("x".repeat(5_000))), new Event(schema))
                        .code())
                .isEqualTo("no-match");
    }

    /** Whatever is damaged in a line: an answer, the same each time. */
    @Test
    void decode_damagedLines_neverThrows() {
        EventSchema schema = schema("time_local", "remote_addr", "status", "http_user_agent");
        FieldDecoder decoder = decoder("nginx", schema);
        SplittableRandom random = new SplittableRandom(77);
        Event event = new Event(schema);
        int accepted = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] line = NGINX.getBytes(StandardCharsets.UTF_8);
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            Slice cut = Slice.of(line).head(random.nextInt(10) == 0 ? random.nextInt(line.length) : line.length);
            Decoding first = decoder.decode(Message.of(cut), event);
            assertThat(decoder.decode(Message.of(cut), event)).isEqualTo(first);
            accepted += first.ok() ? 1 : 0;
        }
        assertThat(accepted).isBetween(1_000, 4_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(?P<a>x     | is not a regular expression of RE2: missing closing ) at (?P<a>x",
                "(?=x)(?P<a>y) | is not a regular expression of RE2: invalid or unsupported Perl syntax at (?=",
                "(x)         | has no named group, so no field could be read",
                "(?P<a>(x{999}y){999}) | is too large: its repetitions multiply to more than 10000 steps",
            })
    void compile_whatIsNoPattern_isRefused(String pattern, String message) {
        assertThatThrownBy(() -> TextPattern.compile(pattern)).hasMessage(message);
    }

    @Test
    void construct_unknownGroup_isRefused() {
        EventSchema schema = schema("time", "referer");

        assertThatThrownBy(() -> decoder("apache-common", schema))
                .hasMessage("field \"referer\" reads group \"referer\", which is not among the pattern's groups"
                        + " [host, ident, user, time, request, method, path, protocol, status, bytes]");
    }

    private static String cells(String preset, EventSchema schema, String line) {
        Event event = new Event(schema);
        assertThat(decoder(preset, schema).decode(Message.of(Slice.of(line)), event))
                .isEqualTo(Decoding.OK);
        List<String> cells = new ArrayList<>();
        cells.add(tallyroll.time.Micros.toInstant(event.longAt(0)).toString());
        for (int slot = 1; slot < schema.size(); slot++) {
            cells.add(event.isNull(slot) ? "-" : event.stringAt(slot));
        }
        return String.join(" ", cells);
    }

    private static FieldDecoder decoder(String preset, EventSchema schema) {
        return FieldDecoders.of(spec(
                TextPattern.preset(preset).orElseThrow(),
                schema,
                schema.field(0).name()));
    }

    private static EventSchema schema(String time, String... strings) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(time, FieldType.TIMESTAMP, time, "", TIME, "UTC", Missing.NULL, Notation.PLAIN));
        Arrays.stream(strings).map(name -> Field.of(name, FieldType.STRING)).forEach(fields::add);
        return new EventSchema(fields);
    }

    private static EventSpec spec(String pattern, EventSchema schema, String time) {
        return new EventSpec(
                Format.TEXT,
                Csv.NONE,
                schema,
                List.of(),
                time,
                Duplicates.FIRST,
                "",
                1 << 20,
                new EventSpec.Framing(Explode.NONE, new Payload(Compression.NONE, "UTF-8", false, pattern)));
    }
}
