package tallyroll.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stored hashes as they are on disk: a change here makes replayed events look new and intact blocks look torn. */
class HashTest {
    @ParameterizedTest
    @CsvSource({
        "'', 0, 0000000000000000 0000000000000000",
        "'', 9001, 1e70a32266491bb9 609736b252406b94",
        "a, 0, 85555565f6597889 e6b53a48510e895a",
        "hello, 0, cbd8a7b341bd9b02 5b1e906a48ae1d19",
        "'The quick brown fox jumps over the lazy dog', 0, e34bbc7bbc071b6c 7a433ca9c49a9347",
    })
    void murmur3_goldenTexts_areTheseHalves(String text, long seed, String expected) {
        long[] halves = Hash.murmur3(Slice.of(text), seed);

        assertThat("%016x %016x".formatted(halves[0], halves[1])).isEqualTo(expected);
    }

    @Test
    void murmur3_numbers_areTheHashOfTheirBytesLowByteFirst() {
        ByteWriter bytes = new ByteWriter();
        bytes.writeLong(Long.reverseBytes(42));
        assertThat(Hash.murmur3(42, 9001)).isEqualTo(Hash.murmur3(bytes.written(), 9001));

        bytes.writeLong(Long.reverseBytes(-7));
        assertThat(Hash.murmur3(42, -7, 9001)).isEqualTo(Hash.murmur3(bytes.written(), 9001));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "123456789, e3069283", "The quick brown fox jumps over the lazy dog, 22620404"})
    void crc32c_publishedTexts_areTheirChecksums(String text, String expected) {
        assertThat(Integer.toHexString(Hash.crc32c(Slice.of(text)))).isEqualTo(expected);
    }

    @Test
    void crc32c_anySplit_isTheSame() {
        Slice whole = Slice.of("123456789");
        for (int at = 0; at <= whole.length(); at++) {
            Slice head = whole.head(at);
            Slice tail = Slice.of(whole.array(), at, whole.until());
            assertThat(Hash.crc32c(head, tail)).as("cut at %s", at).isEqualTo(0xe3069283);
        }
    }

    /** Tables take low bits, reducers take a remainder: similar keys must not gather in few of either. */
    @Test
    void inMemory_keysThatCount_areSpreadOverLowBitsAndRemainders() {
        int keys = 4_096;
        Set<Integer> lowBits = new HashSet<>();
        int[] reducers = new int[7];
        for (int i = 0; i < keys; i++) {
            ByteWriter key = new ByteWriter();
            key.writeString("airport-");
            key.writeLong(i * 3_600_000_000L);
            int hash = Hash.inMemory(key.written());
            lowBits.add(hash & keys - 1);
            reducers[Math.floorMod(hash, reducers.length)]++;
        }

        // Random hashes fill 1 − 1/e, 63 %, of as many places.
        assertThat(lowBits.size()).isGreaterThan(keys * 58 / 100);
        for (int keysOfOne : reducers) {
            assertThat(keysOfOne).isBetween(keys / 7 * 85 / 100, keys / 7 * 115 / 100);
        }
    }
}
