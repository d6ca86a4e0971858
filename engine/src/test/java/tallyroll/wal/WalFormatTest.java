package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;

/**
 * Stored bytes stay readable: the files of {@code golden/wal} hold each file of log 3, version 1.
 *
 * <p>{@code -Dtallyroll.golden=DIR} writes the files instead of comparing; what they then hold must be looked at.
 */
class WalFormatTest {
    private static final long SALT = 0x0123_4567_89AB_CDEFL;
    private static final Owner OWNER = new Owner("flights", 3, SALT, "host/4711/1700000000000/pid:[4026531836]");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"owner", "end", "0000000000000000107.segment"})
    void bytes_ofGoldenFile_areWrittenTheSame(String name) throws IOException {
        byte[] bytes =
                switch (name) {
                    case "owner" -> OWNER.bytes();
                    case "end" -> new EndMark(118).bytes();
                    default -> segment();
                };
        String written = System.getProperty("tallyroll.golden");
        if (written != null) {
            Files.write(Path.of(written, name + ".bin"), bytes);
        }
        assertThat(bytes).isEqualTo(golden(name));
    }

    @Test
    void files_ofVersion1_areReadForEver() throws IOException {
        Path log = Files.createDirectories(directory.resolve("0000003"));
        for (String name : List.of("owner", "end", "0000000000000000107.segment")) {
            Files.write(log.resolve(name), golden(name));
        }
        Pipeline.Wal wal = Sheets.wal(directory);

        assertThat(Sheets.directory(wal).look(Map.of()).latest()).isEqualTo(Map.of(3, 118L));
        assertThat(Sheets.sheet(wal, 3, 107, 118).texts()).isEqualTo(Sheets.events(107, 118));
        assertThat(Sheets.sheet(wal, 3, 90, 118).gapsAsText()).containsExactly("90-100 MISSING", "100-107 UNCONFIRMED");
        assertThat(new Segments(Storage.of(wal), 3).owner()).contains(OWNER);
    }

    private static byte[] segment() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new SegmentHeader("flights", 3, 107, 100, SALT).bytes());
        FrameWriter frames = new FrameWriter(SALT, frame -> out.writeBytes(frame.toByteArray()));
        frames.begin(107);
        frames.add(Sheets.batch(107, 112));
        frames.add(Sheets.batch(112, 113));
        frames.flush();
        frames.add(Sheets.batch(113, 118));
        frames.flush();
        out.write(Frame.footer(118, SALT));
        return out.toByteArray();
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = WalFormatTest.class.getResourceAsStream("/golden/wal/" + name + ".bin")) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    @Test
    void marks_anyFlippedBit_areNotRead() {
        byte[] whole = OWNER.bytes();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Owner.read(damaged)).as("bit %d", bit).isInstanceOf(MalformedBytesException.class);
        }
    }

    @Test
    void marks_ofALaterVersion_areAnErrorAndNotTakenForDamage() throws IOException {
        Path log = Files.createDirectories(directory.resolve("0000003"));
        byte[] later = later(golden("0000000000000000107.segment"));
        Files.write(log.resolve("0000000000000000107.segment"), later);
        Pipeline.Wal wal = Sheets.wal(directory);

        assertThatThrownBy(() -> Sheets.sheet(wal, 3, 107, 118))
                .isInstanceOf(WalException.class)
                .hasMessage(
                        "Cannot read a segment header of version 2: this release reads version 1. Use the release that"
                                + " wrote it, or a later one.");
    }

    private static byte[] later(byte[] file) {
        byte[] bytes = file.clone();
        bytes[4] = 2;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes, 4, 5);
        crc.update(bytes, Envelope.PREFIX, BigEndian.intAt(bytes, 5));
        BigEndian.putInt(bytes, 9, (int) crc.getValue());
        return bytes;
    }

    @Test
    void specification_sentToExecutors_survivesSerialisation() throws Exception {
        Pipeline.Wal wal = Storage.absolute(Sheets.wal(directory));
        Claim.Range range = new Claim.Range("http", 3, 107, 118);

        assertThat(roundTrip(wal)).isEqualTo(wal);
        assertThat(roundTrip(range)).isEqualTo(range);
        WalGap gap = new WalGap(range, WalGap.Cause.DAMAGED, "file");
        assertThat(roundTrip(gap)).isEqualTo(gap);
    }

    @SuppressWarnings("BanSerializableRead")
    private static Object roundTrip(Serializable value) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(value);
        }
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            return objects.readObject();
        }
    }
}
