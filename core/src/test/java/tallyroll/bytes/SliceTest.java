package tallyroll.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {
    private final byte[] array = "abcdef".getBytes(StandardCharsets.US_ASCII);
    private final Slice slice = Slice.of(array, 2, 5);

    @ParameterizedTest
    @CsvSource({"0, 6, abcdef", "0, 0, ''", "6, 6, ''", "2, 5, cde", "5, 6, f"})
    void of_anyPart_isThoseBytes(int from, int until, String text) {
        Slice part = Slice.of(array, from, until);

        assertThat(part.text()).isEqualTo(text);
        assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(array, from, until));
        assertThat(part.length()).isEqualTo(text.length());
        assertThat(part.isEmpty()).isEqualTo(text.isEmpty());
        assertThat(part.array()).isSameAs(array);
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "0, 7", "4, 3", "7, 7", "2147483647, -2147483648"})
    void set_notInTheArray_isRefusedAndTheSliceStays(int from, int until) {
        assertThatThrownBy(() -> slice.set(array, from, until)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(slice.text()).isEqualTo("cde");
    }

    @Test
    void construct_withoutBytes_isEmpty() {
        assertThat(new Slice().isEmpty()).isTrue();
        assertThat(new Slice().toByteArray()).isEmpty();
    }

    @Test
    void copy_sliceMovedOn_stays() {
        Slice copy = slice.copy();
        slice.set(array, 0, 1);

        assertThat(copy.text()).isEqualTo("cde");
        assertThat(slice.text()).isEqualTo("a");
    }

    @Test
    void toByteArray_arrayWrittenAgain_stays() {
        byte[] kept = slice.toByteArray();
        Arrays.fill(array, (byte) 'x');

        assertThat(kept).containsExactly('c', 'd', 'e');
        assertThat(slice.text()).isEqualTo("xxx");
    }

    @Test
    void set_anotherSlice_followsNotWhenThatOneMoves() {
        Slice follower = new Slice();
        follower.set(slice);
        slice.set(array, 0, 1);

        assertThat(follower.text()).isEqualTo("cde");
    }

    @ParameterizedTest
    @CsvSource({"0, 6, abcdef", "1, 4, bcd", "3, 3, ''"})
    void set_bufferOfPartOfAnArray_isWhatIsLeftToRead(int position, int limit, String text) {
        byte[] wide = "##abcdef##".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer =
                ByteBuffer.wrap(wide, 2, 6).slice().position(position).limit(limit);

        slice.set(buffer);

        assertThat(slice.text()).isEqualTo(text);
        assertThat(buffer.position()).isEqualTo(position);
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "2, cd", "3, cde", "4, cde", "9223372036854775807, cde"})
    void head_anyBound_isTheFirstBytes(long max, String text) {
        assertThat(slice.head(max).text()).isEqualTo(text);
    }

    @Test
    void head_lessThanNothing_isRefused() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> slice.head(-1));
    }

    @Test
    void of_text_isUtf8() {
        assertThat(Slice.of("é€").toByteArray())
                .isEqualTo(new byte[] {(byte) 0xC3, (byte) 0xA9, (byte) 0xE2, (byte) 0x82, (byte) 0xAC});
        assertThat(Slice.of("é€").text()).isEqualTo("é€");
    }

    /** Whatever is around the bytes, a slice compares as an array of just them does. */
    @Test
    void compare_randomParts_isWhatTheirBytesCompareTo() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] bytes = new byte[12];
        for (int round = 0; round < 20_000; round++) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) - 1);
            }
            Slice left = part(bytes, random);
            Slice right = part(bytes, random);
            int expected = Integer.signum(Arrays.compareUnsigned(left.toByteArray(), right.toByteArray()));

            assertThat(Integer.signum(left.compareUnsigned(right.toByteArray())))
                    .as("seed 11, round %s: %s and %s", round, left, right)
                    .isEqualTo(expected);
            assertThat(left.sameBytes(right)).isEqualTo(expected == 0);
            assertThat(left.sameBytes(right.toByteArray())).isEqualTo(expected == 0);
            if (expected == 0) {
                assertThat(Hash.inMemory(left)).isEqualTo(Hash.inMemory(right));
                assertThat(Hash.murmur3(left, 7)).isEqualTo(Hash.murmur3(right, 7));
                assertThat(Hash.crc32c(left)).isEqualTo(Hash.crc32c(right));
            }
        }
    }

    @Test
    void toString_doesNotShowTheBytes() {
        assertThat(slice).hasToString("bytes [2, 5) of 6");
    }

    private static Slice part(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length);
        return Slice.of(bytes, from, random.nextInt(from, Math.min(bytes.length, from + 4) + 1));
    }
}
