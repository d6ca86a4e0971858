package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
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
import tallyroll.event.EventSpec.Framing;
import tallyroll.event.Explode;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.event.Payload;

class ExploderTest {
    private static final String DEVICE =
            "{\"device\": \"d7\", \"readings\": [{\"at\": \"2024-05-01T10:00:00Z\", \"c\": 20}, {\"at\": \"2024-05-01T11:00:00Z\", \"c\": 21} ], \"v\": 2}";

    @Test
    void open_arrayOfObjects_givesTheMessageWithEachElementInItsPlace() {
        assertThat(explode("readings", DEVICE))
                .containsExactly(
                        "0 {\"device\": \"d7\", \"readings\": {\"at\": \"2024-05-01T10:00:00Z\", \"c\": 20}, \"v\": 2}",
                        "1 {\"device\": \"d7\", \"readings\": {\"at\": \"2024-05-01T11:00:00Z\", \"c\": 21}, \"v\": 2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r|{\"r\": [1, \"a\", null]}|0 {\"r\": 1};1 {\"r\": \"a\"};2 {\"r\": null}",
                "$.a.r|{\"a\": {\"x\": [], \"r\": [true]}}|0 {\"a\": {\"x\": [], \"r\": true}}",
                "Records|{\"Records\": []}|''",
                "$|[{\"a\": 1}, {\"a\": 2}]|0 {\"a\": 1};1 {\"a\": 2}",
                "$|{\"a\": 1}|0 {\"a\": 1}",
                "r|{\"r\": [1], \"r\": [2]}|0 {\"r\": [1], \"r\": 2}",
                "r|{\"\\u0072\": [7]}|0 {\"\\u0072\": 7}",
            })
    void open_shapes_giveTheirEvents(String path, String message, String events) {
        assertThat(String.join(";", explode(path, message))).isEqualTo(events);
    }

    @Test
    void open_lines_givesThoseThatAreNotEmpty() {
        assertThat(explode("lines", "{\"a\": 1}\r\n\n{\"a\": 2}\n")).containsExactly("0 {\"a\": 1}", "1 {\"a\": 2}");
    }

    @Test
    void open_linesOfCsv_leavesQuotedLineEndsInTheirCell() {
        assertThat(explode(spec(Format.CSV, "lines", 1 << 20), "a,\"b\nc\"\nd,e"))
                .containsExactly("0 a,\"b\nc\"", "1 d,e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r|\ufeff{\"r\": [1]}|0 {\"r\": 1}",
                "$|\ufeff[1]|0 1",
                "$|\0\0\0\0\u0007[1]|0 1",
                "lines|\ufeff{}|0 {}",
            })
    void open_bytesBeforeTheText_arePassedOver(String path, String message, String events) {
        assertThat(String.join(";", explode(path, message))).isEqualTo(events);
    }

    /** What is recorded of each is the line alone, plain; a dead letter is the packed message. */
    @Test
    void open_packedAndInAnotherEncoding_givesPlainEvents() throws IOException {
        EventSpec plain = spec(Format.CSV, "lines", 1 << 20);
        Payload payload = new Payload(Payload.Compression.GZIP, "UTF-16LE", false, "");
        EventSpec packed = new EventSpec(
                plain.format(),
                new Csv(List.of("device", "readings.at", "readings.c"), ','),
                plain.schema(),
                plain.idFields(),
                plain.timeField(),
                plain.duplicates(),
                "",
                1 << 20,
                new Framing(Explode.parse("lines"), payload));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("\ufeffé,2024-05-01,1\r\nü,2024-05-02,2\r\n".getBytes(StandardCharsets.UTF_16LE));
        }

        Exploder exploder = new Exploder(packed);
        assertThat(exploder.open(Slice.of(bytes.toByteArray()))).isEqualTo(Decoding.OK);
        RecordDecoder decoder = new RecordDecoder(packed, "devices", Expressions.NONE.bind());
        Event event = new Event(packed.schema());
        List<String> devices = new ArrayList<>();
        for (Slice raw = exploder.next(); raw != null; raw = exploder.next()) {
            assertThat(decoder.decode(raw, 0, 5, event)).isEqualTo(Decoding.OK);
            devices.add(event.stringAt(0));
        }
        assertThat(devices).containsExactly("é", "ü");
        assertThat(exploder.open(Slice.of("no gzip")).code()).isEqualTo("not-compressed");
        assertThat(exploder.next()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r|{\"s\": [1]}|missing-field",
                "r|{\"r\": null}|missing-field",
                "a.r|{\"a\": [1]}|missing-field",
                "r|{\"r\": {\"a\": 1}}|wrong-type",
                "r|{\"r\": 7}|wrong-type",
                "$|7|wrong-type",
                "r|{\"r\": [1, 2|not-json",
                "r|{\"r\": [1 2]}|not-json",
                "r|{\"r\": [1]} x|not-json",
                "r|nonsense|not-json",
            })
    void open_noArrayThere_saysWhy(String path, String message, String code) {
        Decoding opened = new Exploder(spec(Format.JSON, path, 1 << 20)).open(Slice.of(message));

        assertThat(opened.code()).isEqualTo(code);
    }

    @Test
    void open_recordThatIsTooLong_isRefused() {
        assertThat(new Exploder(spec(Format.JSON, "$", 1024))
                        .open(Slice.of("[" + "1,".repeat(600) + "1]"))
                        .code())
                .isEqualTo("too-long");
    }

    @Test
    void open_manyElementsInALargeMessage_isRefusedBeforeAnyIsMade() {
        String large = "{\"r\": [" + "1,".repeat(20_000) + "1], \"text\": \"" + "x".repeat(10_000) + "\"}";
        Exploder exploder = new Exploder(spec(Format.JSON, "r", 1 << 24));

        assertThat(exploder.open(Slice.of(large)).code()).isEqualTo("too-large");
        assertThat(exploder.next()).isNull();
        assertThat(exploder.open(Slice.of("[" + "1,".repeat(200_000) + "1]")).code())
                .isNotEmpty();
    }

    @Test
    void open_damagedMessages_neverThrowsAndEventsDecodeOrAreRefused() {
        Random random = new Random(7);
        Exploder exploder = new Exploder(spec(Format.JSON, "readings", 1 << 20));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = DEVICE.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int j = 0; j <= random.nextInt(3); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Decoding opened = exploder.open(Slice.of(bytes));
            int events = 0;
            while (exploder.next() != null) {
                events++;
            }
            assertThat(opened.ok() || events == 0).isTrue();
        }
    }

    @Test
    void decoded_idBesideTheArray_countsEachElementOnce() {
        List<Event> events = decode(spec(Format.JSON, "readings", 1 << 20), DEVICE);
        List<Event> again = decode(spec(Format.JSON, "readings", 1 << 20), DEVICE);

        assertThat(events).hasSize(2);
        assertThat(events.get(0).identityHigh()).isNotEqualTo(events.get(1).identityHigh());
        assertThat(again.get(1).identityHigh()).isEqualTo(events.get(1).identityHigh());
        assertThat(events.get(0).stringAt(0)).isEqualTo("d7");
        assertThat(events.get(1).longAt(2)).isEqualTo(21);
    }

    @Test
    void decoded_idInTheElement_isTheElementsWhereverItStands() {
        EventSpec spec = spec(Format.JSON, "readings", 1 << 20);
        EventSpec own = new EventSpec(
                spec.format(),
                spec.csv(),
                spec.schema(),
                List.of("at"),
                "at",
                Duplicates.FIRST,
                "",
                1 << 20,
                spec.framing());
        String swapped =
                "{\"device\": \"d7\", \"readings\": [{\"at\": \"2024-05-01T11:00:00Z\", \"c\": 21}, {\"at\": \"2024-05-01T10:00:00Z\", \"c\": 20}]}";

        assertThat(decode(own, DEVICE).get(0).identityHigh())
                .isEqualTo(decode(own, swapped).get(1).identityHigh());
    }

    private static List<Event> decode(EventSpec spec, String message) {
        Exploder exploder = new Exploder(spec);
        assertThat(exploder.open(Slice.of(message))).isEqualTo(Decoding.OK);
        List<Event> events = new ArrayList<>();
        for (Slice raw = exploder.next(); raw != null; raw = exploder.next()) {
            Event event = new Event(spec.schema());
            RecordDecoder decoder = new RecordDecoder(spec, "devices", Expressions.NONE.bind());
            assertThat(decoder.decode(raw.copy(), 0, 5, event)).isEqualTo(Decoding.OK);
            event.putString(0, event.stringAt(0));
            events.add(event);
        }
        return events;
    }

    private static List<String> explode(String path, String message) {
        return explode(spec(Format.JSON, path, 1 << 20), message);
    }

    private static List<String> explode(EventSpec spec, String message) {
        Exploder exploder = new Exploder(spec);
        assertThat(exploder.open(Slice.of(message))).isEqualTo(Decoding.OK);
        List<String> events = new ArrayList<>();
        for (Slice raw = exploder.next(); raw != null; raw = exploder.next()) {
            Message opened = Message.of(raw);
            events.add(opened.element() + " " + opened.value().text());
        }
        return events;
    }

    private static EventSpec spec(Format format, String explode, int maxBytes) {
        EventSchema schema = new EventSchema(List.of(
                Field.of("device", FieldType.STRING),
                new Field("at", FieldType.TIMESTAMP, "readings.at", "", "", "UTC", Missing.REJECT, Notation.PLAIN),
                new Field("c", FieldType.INT, "readings.c", "", "", "UTC", Missing.NULL, Notation.PLAIN)));
        return new EventSpec(
                format,
                Csv.NONE,
                schema,
                List.of("device"),
                "at",
                Duplicates.FIRST,
                "",
                maxBytes,
                new Framing(Explode.parse(explode), Payload.PLAIN));
    }
}
