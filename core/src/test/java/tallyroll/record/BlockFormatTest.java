package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Hash;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;

class BlockFormatTest {
    private static final Claim.Range RANGE = new Claim.Range("flights", 3, 1_000, 2_000);

    @Test
    void read_written_givesTheSameEvents() {
        Block block = sample(100);

        assertThat(events(block.bytes())).isEqualTo(expected(100));
        assertThat(block.events()).isEqualTo(100);
        try (BlockReader reader = new BlockReader()) {
            assertThat(reader.read(block.bytes(), (range, offset, raw) -> {}))
                    .isEqualTo(new BlockHeader(RANGE, 100, 5_000_000, 5_000_099));
        }
        assertThat(BlockReader.identities(block.identities())).hasSize(100).startsWith(0, -7, -14);
    }

    @Test
    void cut_sameEventsAgain_givesTheSameBytes() {
        BlockWriter writer = new BlockWriter(RANGE);
        try (ZstdCompressCtx zstd = zstd()) {
            fill(writer, 50);
            Block first = writer.cut(zstd);
            fill(writer, 50);
            Block second = writer.cut(zstd);

            assertThat(second.bytes()).isEqualTo(first.bytes());
            assertThat(second.identities()).isEqualTo(first.identities());
        }
    }

    @Test
    void cut_nothingAdded_isRefused() {
        try (ZstdCompressCtx zstd = zstd()) {
            assertThatThrownBy(() -> new BlockWriter(RANGE).cut(zstd)).hasMessage("a block holds at least one event");
        }
    }

    @Test
    void read_blockOfVersion1_isReadForEver() throws IOException {
        assertThat(events(golden("block-v1.bin"))).isEqualTo(expected(20));
        assertThat(BlockReader.identities(golden("identities-v1.bin")))
                .hasSize(20)
                .startsWith(0, -7, -14);
    }

    @Test
    void read_anyFlippedBit_isReportedAndGivesNothing() {
        Block block = sample(20);
        for (byte[] whole : List.of(block.bytes(), block.identities())) {
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertDamaged(damaged, whole == block.bytes(), "bit " + bit);
            }
        }
    }

    @Test
    void read_anyTruncation_isReportedAndGivesNothing() {
        Block block = sample(20);
        for (byte[] whole : List.of(block.bytes(), block.identities())) {
            for (int length = 0; length < whole.length; length++) {
                assertDamaged(Arrays.copyOf(whole, length), whole == block.bytes(), "length " + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void read_wrongContentUnderARightChecksum_isReportedOrReadWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = sample(20).bytes();
        for (int round = 0; round < 5_000; round++) {
            byte[] forged = whole.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                forged[BlockFormat.PREFIX + random.nextInt(forged.length - BlockFormat.PREFIX)] =
                        (byte) random.nextInt(256);
            }
            int crc = Hash.crc32c(Slice.of(forged, BlockFormat.PREFIX, forged.length));
            for (int i = 0; i < 4; i++) {
                forged[5 + i] = (byte) (crc >>> (24 - 8 * i));
            }
            try {
                events(forged);
            } catch (MalformedBytesException stated) {
                assertThat(stated)
                        .as("seed %d, round %d", seed, round)
                        .message()
                        .isNotBlank();
            }
        }
    }

    @Test
    void read_foreignBytes_saysWhatWasSeen() {
        assertThatThrownBy(() -> events("PAR1 is not ours".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("a block begins with 5452424b, these bytes with 50415231");
    }

    @Test
    void read_laterVersion_saysWhichItReads() {
        byte[] later = sample(1).bytes();
        later[4] = 2;

        assertThatThrownBy(() -> events(later))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessage("this release reads block version 1, these bytes are version 2");
    }

    private static void assertDamaged(byte[] bytes, boolean block, String what) {
        List<String> given = new ArrayList<>();
        assertThatThrownBy(() -> {
                    if (block) {
                        given.addAll(events(bytes));
                    } else {
                        BlockReader.identities(bytes);
                    }
                })
                .as(what)
                .isInstanceOf(MalformedBytesException.class);
        assertThat(given).isEmpty();
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = BlockFormatTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static List<String> events(byte[] bytes) {
        List<String> events = new ArrayList<>();
        try (BlockReader reader = new BlockReader()) {
            reader.read(bytes, (range, offset, raw) -> {
                events.add(offset + " " + raw.text());
            });
        }
        return events;
    }

    private static List<String> expected(int events) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            expected.add((1_000 + 3L * i) + " " + payload(i));
        }
        return expected;
    }

    static Block sample(int events) {
        BlockWriter writer = new BlockWriter(RANGE);
        fill(writer, events);
        try (ZstdCompressCtx zstd = zstd()) {
            return writer.cut(zstd);
        }
    }

    private static void fill(BlockWriter writer, int events) {
        for (int i = 0; i < events; i++) {
            byte[] raw = payload(i).getBytes(StandardCharsets.UTF_8);
            writer.add(1_000 + 3L * i, 5_000_000 + i, -7L * i, Slice.of(raw));
        }
    }

    private static String payload(int i) {
        return i % 10 == 9 ? "" : "{\"id\":\"" + i + "\",\"origin\":\"ATL\",\"delay\":" + i * 7 % 60 + "}";
    }

    private static ZstdCompressCtx zstd() {
        return new ZstdCompressCtx().setLevel(BlockWriter.LEVEL);
    }
}
