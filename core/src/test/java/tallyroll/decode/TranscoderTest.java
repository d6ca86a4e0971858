package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import tallyroll.event.Payload;
import tallyroll.event.Payload.Compression;

class TranscoderTest {
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("a", FieldType.STRING), Field.of("b", FieldType.STRING), Field.of("t", FieldType.TIMESTAMP)));

    private final Event event = new Event(SCHEMA);

    @ParameterizedTest
    @CsvSource({
        "UTF-8, Zürich, 漢字😀",
        "ISO-8859-1, Zürich, plain",
        "ISO-8859-15, Zürich, 5 €",
        "windows-1252, Zürich “quoted”, 5 €",
        "UTF-16, Zürich, 漢字😀",
        "UTF-16LE, Zürich, 漢字😀",
        "UTF-16BE, Zürich, 漢字😀",
        "UTF-16LE, plain, \ufeff",
    })
    void decode_textOfAnEncoding_isReadAsItWasMeant(String encoding, String a, String b) {
        assertThat(decode(encoding, (a + "," + b + ",\r\n").getBytes(Charset.forName(encoding))))
                .isEqualTo(Decoding.OK);
        assertThat(List.of(event.stringAt(0), event.stringAt(1))).containsExactly(a, b);
    }

    /** What Java's encoder writes is a mark and the high byte first; Windows writes the low byte first. */
    @Test
    void decode_utf16_goesByItsMark() {
        byte[] windows = ("\ufeff" + "é,b,").getBytes(Charset.forName("UTF-16LE"));

        assertThat(decode("UTF-16", windows)).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("é");
        assertThat(decode("UTF-16LE", windows)).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("é");
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252, 61813c, the record is not text in windows-1252: no character at byte 1",
        "UTF-16BE, 0061d800, the record is not text in UTF-16BE: no character at byte 2",
        "UTF-16LE, 610062, the record is not text in UTF-16LE: no character at byte 2",
    })
    void decode_bytesThatAreNoCharacter_areRejected(String encoding, String hex, String reason) {
        assertThat(decode(encoding, java.util.HexFormat.of().parseHex(hex)))
                .isEqualTo(new Decoding("not-encoded", reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 60_000, 200_000, 100})
    void decode_recordOfAnyLength_fits(int length) {
        byte[] raw = ("é".repeat(length) + ",b,").getBytes(Charset.forName("ISO-8859-1"));

        assertThat(decode("ISO-8859-1", raw)).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("é".repeat(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE"})
    void decode_randomBytes_neverThrows(String encoding) {
        SplittableRandom random = new SplittableRandom(35);
        FieldDecoder decoder = FieldDecoders.of(spec(encoding));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            assertThat(decoder.decode(Message.of(Slice.of(bytes)), event)).isNotNull();
        }
    }

    private Decoding decode(String encoding, byte[] record) {
        byte[] raw = new byte[record.length + 4];
        System.arraycopy(record, 0, raw, 2, record.length);
        return FieldDecoders.of(spec(encoding)).decode(Message.of(Slice.of(raw, 2, raw.length - 2)), event);
    }

    private static EventSpec spec(String encoding) {
        return new EventSpec(
                Format.CSV,
                new Csv(List.of("a", "b", "t"), ','),
                SCHEMA,
                List.of(),
                "t",
                Duplicates.FIRST,
                "",
                1 << 20,
                new EventSpec.Framing(Explode.NONE, new Payload(Compression.NONE, encoding, false, "")));
    }
}
