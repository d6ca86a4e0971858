package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

class UnpackerTest {
    private static final int MAX_BYTES = 100_000;
    private static final EventSchema SCHEMA =
            new EventSchema(List.of(Field.of("a", FieldType.STRING), Field.of("t", FieldType.TIMESTAMP)));

    private final Event event = new Event(SCHEMA);

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void decode_packedValue_isReadAsItWas(Compression compression) throws IOException {
        for (String value : List.of("x", "é".repeat(5_000), "x".repeat(MAX_BYTES - 20), "y")) {
            byte[] packed = packed(compression, json(value));

            assertThat(decode(compression, packed)).isEqualTo(Decoding.OK);
            assertThat(event.stringAt(0)).isEqualTo(value);
            assertThat(decode(Compression.AUTO, packed)).isEqualTo(Decoding.OK);
            assertThat(event.stringAt(0)).isEqualTo(value);
        }
    }

    @Test
    void decode_autoAndNotPacked_isReadAsItIs() {
        assertThat(decode(Compression.AUTO, json("x"))).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("x");
    }

    /** A header and a part of what belongs behind it. */
    @ParameterizedTest
    @CsvSource({
        "GZIP, 1f8b080800000000020361006162000000ffff0300",
        "ZSTD, 28b52ffd",
    })
    void decode_cutOff_isNotCompressed(Compression compression, String hex) {
        assertThat(decode(compression, HexFormat.of().parseHex(hex)).code()).isEqualTo("not-compressed");
    }

    @Test
    void decode_gzipHeaderWithAllItMayHave_isPassedOver() throws IOException {
        byte[] plain = packed(Compression.GZIP, json("x"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        // extra field of 2 bytes, name, comment, checksum of the header
        all.write(HexFormat.of().parseHex("1f8b081e00000000000302007a7a6e616d6500636f6d6d656e7400abcd"));
        all.write(plain, 10, plain.length - 10);

        assertThat(decode(Compression.GZIP, all.toByteArray())).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void decode_severalMembers_areOneValue(Compression compression) throws IOException {
        byte[] whole = json("hello");
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.write(packed(compression, Slice.of(whole, 0, 6).toByteArray()));
        parts.write(packed(compression, Slice.of(whole, 6, whole.length).toByteArray()));

        assertThat(decode(compression, parts.toByteArray())).isEqualTo(Decoding.OK);
        assertThat(event.stringAt(0)).isEqualTo("hello");
    }

    /** A gigabyte in a few kilobytes: refused after what is accepted was unpacked, and no more. */
    @ParameterizedTest
    @CsvSource({"GZIP, true", "ZSTD, true", "ZSTD, false"})
    void decode_bomb_isTooLong(Compression compression, boolean announced) throws IOException {
        byte[] zeros = new byte[10_000_000];
        byte[] bomb = announced && compression == Compression.ZSTD ? Zstd.compress(zeros) : packed(compression, zeros);

        assertThat(bomb.length).isLessThan(20_000);
        assertThat(decode(compression, bomb))
                .isEqualTo(new Decoding(
                        "too-long",
                        "the record has " + bomb.length + " bytes packed and more than 100000 unpacked;"
                                + " at most 100000 are accepted"));
    }

    /** It would have the decompressor allocate 128 MB for a few bytes. */
    @Test
    void decode_frameThatAsksForALargeWindow_isNotCompressed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(bytes)) {
            zstd.setLong(27);
            zstd.write(json("x"));
            zstd.flush();
        }

        Decoding decoding = decode(Compression.ZSTD, bytes.toByteArray());

        assertThat(decoding.code()).isEqualTo("not-compressed");
        assertThat(decoding.reason())
                .startsWith("the record is not packed with zstd, ")
                .contains("memory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GZIP | {} | the record is not packed with gzip, no header of gzip: {}",
                "ZSTD | {} | the record is not packed with zstd, ",
                "GZIP | '' | the record is not packed with gzip, no header of gzip: ",
                "ZSTD | '' | the record is not packed with zstd, it is empty: ",
            })
    void decode_notPacked_isNamed(Compression compression, String record, String reason) {
        Decoding decoding = decode(compression, record.getBytes(StandardCharsets.UTF_8));

        assertThat(decoding.code()).isEqualTo("not-compressed");
        assertThat(decoding.reason()).startsWith(reason);
    }

    /** Whatever is damaged: an answer, and the next record is read. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD", "AUTO"})
    void decode_damagedValues_neverThrows(Compression compression) throws IOException {
        SplittableRandom random = new SplittableRandom(41);
        FieldDecoder decoder = FieldDecoders.of(spec(compression));
        Compression packing = compression == Compression.AUTO ? Compression.GZIP : compression;
        byte[] good = packed(packing, json("a value of some length, of some length"));
        int rejected = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.clone();
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Slice cut = Slice.of(bytes).head(random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length);
            rejected += decoder.decode(Message.of(cut), event).ok() ? 0 : 1;
            if (i % 100 == 0) {
                assertThat(decoder.decode(Message.of(Slice.of(good)), event)).isEqualTo(Decoding.OK);
            }
        }
        assertThat(rejected).isGreaterThan(3_000);
    }

    private Decoding decode(Compression compression, byte[] record) {
        byte[] raw = new byte[record.length + 4];
        System.arraycopy(record, 0, raw, 2, record.length);
        return FieldDecoders.of(spec(compression)).decode(Message.of(Slice.of(raw, 2, raw.length - 2)), event);
    }

    private static byte[] json(String value) {
        return ("{\"a\":\"" + value + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** As a producer writes a stream, so that the length is not announced. */
    private static byte[] packed(Compression compression, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                compression == Compression.GZIP ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static EventSpec spec(Compression compression) {
        return new EventSpec(
                Format.JSON,
                Csv.NONE,
                SCHEMA,
                List.of(),
                "t",
                Duplicates.FIRST,
                "",
                MAX_BYTES,
                new EventSpec.Framing(Explode.NONE, new Payload(compression, "UTF-8", false, "")));
    }
}
