package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.Pipeline;
import tallyroll.wal.Sheets.Sheet;

/** A log of two segments, sealed and ended: entries 0–11 in frames of four, entries 12–19 in frames of four. */
class DamageTest {
    private static final int ENTRIES = 20;
    private static final int FRAME = 4;

    @TempDir
    private Path directory;

    private Pipeline.Wal wal;
    private Path first;
    private Path second;

    @BeforeEach
    void write() throws Exception {
        wal = Sheets.wal(directory);
        LogWriter log = LogWriter.take(Storage.of(wal), Sheets.PIPELINE, Sheets.QUICK);
        for (int i = 0; i < ENTRIES; i += FRAME) {
            if (i == 12) {
                log.seal();
            }
            log.commit(List.of(Sheets.batch(i, i + 1), Sheets.batch(i + 1, i + FRAME)));
        }
        log.end();
        first = directory.resolve("0000001/0000000000000000000.segment");
        second = directory.resolve("0000001/0000000000000000012.segment");
    }

    @Test
    void read_undamaged_givesAll() {
        assertThat(Sheets.read(wal, 1, 0, ENTRIES)).isEqualTo(Sheets.events(0, ENTRIES));
        assertThat(Sheets.read(wal, 1, 3, 17)).isEqualTo(Sheets.events(3, 17));
        assertThat(Sheets.read(wal, 1, 14, 15)).isEqualTo(Sheets.events(14, 15));
        assertThat(Sheets.read(wal, 1, 5, 5)).isEmpty();
    }

    @Test
    void read_anyFlippedBit_losesItsFrameAndNoOther() throws IOException {
        for (Path segment : List.of(first, second)) {
            byte[] whole = Files.readAllBytes(segment);
            int frames = new SegmentHeader(Sheets.PIPELINE, 1, 0, 0, 0).bytes().length;
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                put(segment, damaged);

                Sheet sheet = exact("bit " + bit + " of " + segment);
                boolean inFrame = bit / 8 >= frames && bit / 8 < whole.length - Frame.HEADER;
                assertThat(sheet.texts()).as("bit %d", bit).hasSize(inFrame ? ENTRIES - FRAME : ENTRIES);
                assertThat(sheet.gaps()).allMatch(gap -> gap.cause() == WalGap.Cause.DAMAGED);
            }
            put(segment, whole);
        }
    }

    @Test
    void read_anyTruncation_losesOnlyWhatIsBehindIt() throws IOException {
        for (Path segment : List.of(first, second)) {
            byte[] whole = Files.readAllBytes(segment);
            for (int length = 0; length < whole.length; length++) {
                put(segment, Arrays.copyOf(whole, length));

                exact("length " + length + " of " + segment);
            }
            put(segment, whole);
        }
    }

    @Test
    void read_anyRange_givesTheSamePositions() {
        for (int from = 0; from < ENTRIES; from++) {
            for (int until = from; until <= ENTRIES; until++) {
                assertThat(Sheets.read(wal, 1, from, until)).isEqualTo(Sheets.events(from, until));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void read_anyDamage_neverGivesWhatWasNotWritten(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] firstWhole = Files.readAllBytes(first);
        byte[] secondWhole = Files.readAllBytes(second);
        for (int round = 0; round < 500; round++) {
            put(first, damage(firstWhole, random));
            put(second, damage(secondWhole, random));
            String as = "seed " + seed + ", round " + round;

            long from = random.nextLong(ENTRIES);
            Sheet sheet = Sheets.sheet(wal, 1, from, ENTRIES);
            sheet.requireExact(as);
            assertThat(Sheets.sheet(wal, 1, from, ENTRIES)).as(as).isEqualTo(sheet);
            assertThat(Sheets.directory(wal).look(Map.of()).latest()).as(as).isEqualTo(Map.of(1, (long) ENTRIES));
        }
    }

    /** Bytes overwritten, cut out, put in twice, cut off. */
    private static byte[] damage(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 1; i--) {
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(80, bytes.length - at) + 1);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = join(bytes, 0, at, at + length, bytes.length);
                case 2 -> bytes = join(bytes, 0, at + length, at, bytes.length);
                default -> bytes = Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] bytes, int from, int until, int from2, int until2) {
        byte[] joined = Arrays.copyOf(Arrays.copyOfRange(bytes, from, until), until - from + until2 - from2);
        System.arraycopy(bytes, from2, joined, until - from, until2 - from2);
        return joined;
    }

    @Test
    void read_segmentMissing_isAGapOfItsOwnCause() throws IOException {
        Files.delete(first);
        assertThat(exact("first").gapsAsText()).containsExactly("0-12 MISSING");

        Files.delete(second);
        assertThat(exact("both").gapsAsText()).containsExactly("0-20 MISSING");
    }

    @Test
    void read_lastSegmentMissing_isAGap() throws IOException {
        Files.delete(second);

        assertThat(exact("second").gapsAsText()).containsExactly("12-20 MISSING");
    }

    @Test
    void read_wholeLogMissing_isAGapIfALaterOneStands() throws IOException {
        LogWriter.take(Storage.of(wal), Sheets.PIPELINE, Sheets.QUICK);
        Storage.of(wal).delete(new Layout(new org.apache.hadoop.fs.Path(directory.toString())).log(1));

        assertThat(exact("log 1").gapsAsText()).containsExactly("0-20 MISSING");
    }

    @Test
    void read_salt_damagedHeaderAndOwner_isAGapAndNoGuess() throws IOException {
        byte[] header = Files.readAllBytes(first);
        header[6] ^= 1;
        put(first, header);
        Files.write(directory.resolve("0000001/owner"), new byte[5]);

        assertThat(exact("no salt").gapsAsText()).containsExactly("0-12 DAMAGED");
    }

    /** An event may hold any bytes, those of a frame too; damage around it must not make an event of them. */
    @Test
    void read_frameInsideADamagedEvent_isNotTakenForOne() throws Exception {
        byte[] forged = Arrays.copyOf(Files.readAllBytes(second), (int) Files.size(second));
        Pipeline.Wal other = Sheets.wal(directory.resolve("other"));
        LogWriter log = LogWriter.take(Storage.of(other), Sheets.PIPELINE, Sheets.QUICK);
        log.commit(List.of(
                tallyroll.receiver.EventBatch.builder().add(Slice.of(forged)).build()));
        log.commit(List.of(Sheets.batch(1, 2)));
        log.end();
        Path segment = directory.resolve("other/0000001/0000000000000000000.segment");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[new SegmentHeader(Sheets.PIPELINE, 1, 0, 0, 0).bytes().length + 5] ^= 1;
        put(segment, bytes);

        Sheet sheet = Sheets.sheet(other, 1, 0, 2);
        assertThat(sheet.texts()).containsExactly("event 1");
        assertThat(sheet.gapsAsText()).containsExactly("0-1 DAMAGED");
    }

    @Test
    void sentence_ofEachCause_saysWhatWhereAndWhoKnows() throws IOException {
        List<String> sentences = new ArrayList<>();
        byte[] whole = Files.readAllBytes(first);
        put(first, Arrays.copyOf(whole, whole.length - Frame.HEADER - 1));
        sentences.add(exact("cut").gaps().get(0).message());
        Files.delete(first);
        sentences.add(exact("gone").gaps().get(0).message());

        assertThat(sentences)
                .containsExactly(
                        "entries 8 to 11 (4) of log 1 cannot be read: bytes of file:" + first
                                + " fail their checksum; senders may have been told that they were received",
                        "entries 0 to 11 (12) of log 1 cannot be read: file:" + first.getParent()
                                + " is not there; senders may have been told that they were received");
    }

    /** A new file: cutting the old one to nothing would have the file system write each to the disk at once. */
    private static void put(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, bytes);
    }

    private Sheet exact(String as) {
        Sheet sheet = Sheets.sheet(wal, 1, 0, ENTRIES);
        sheet.requireExact(as);
        return sheet;
    }
}
