package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.MalformedBytesException;

class IdentityPageTest {
    @Test
    void decode_anyPage_givesTheFirstBitsOfItsValues() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(3_000);
            int pageBits = random.nextInt(5) * 2;
            int bits = Math.max(pageBits + 1, 8 + random.nextInt(IdentityPage.MAX_BITS - 7));
            long[] values = values(random, count, random.nextInt(1 << pageBits), pageBits);
            IdentityRun run = new IdentityRun(0, 0, 1, count, pageBits);

            IdentityPage page = IdentityPage.decode(IdentityPage.encode(values, 0, count, bits, run));

            assertThat(page.bits()).isEqualTo(bits);
            assertThat(page.values())
                    .as("seed %d", seed)
                    .isEqualTo(Arrays.stream(values)
                            .map(value -> IdentityPage.cut(value, bits))
                            .toArray());
        }
    }

    @Test
    void decode_flippedBit_isRefused() {
        byte[] bytes = page(100, 40);
        bytes[bytes.length - 20] ^= 4;

        assertThatThrownBy(() -> IdentityPage.decode(bytes))
                .isInstanceOf(MalformedBytesException.class)
                .hasMessageContaining("the page of identities's checksum is");
    }

    /** log2 of the mean gap and 1.6 bits: 16,384 identities of 34 bits have gaps of 2^20. */
    @Test
    void encode_page_takesTheBitsOfItsGaps() {
        assertThat(page(16_384, 34).length / 16_384.0 * 8).isBetween(21.4, 21.7);
    }

    @Test
    void number_ofAValue_isItsFirstBits() {
        long half = 0xABCD_0000_0000_0001L;

        assertThat(IdentityPage.number(IdentityPage.value(half), 8)).isEqualTo(0xAB);
        assertThat(IdentityPage.number(IdentityPage.value(half), 0)).isZero();
        assertThat(IdentityPage.lowest(0xAB, 8)).isEqualTo(IdentityPage.value(0xAB00_0000_0000_0000L));
    }

    private static byte[] page(int count, int bits) {
        long[] values = values(new Random(1), count, 0, 0);
        return IdentityPage.encode(values, 0, count, bits, new IdentityRun(0, 0, 1, count, 0));
    }

    private static long[] values(Random random, int count, int number, int pageBits) {
        long base = IdentityPage.lowest(number, pageBits);
        long mask = pageBits == 0 ? -1L : -1L >>> pageBits;
        return random.longs(count)
                .map(any -> (base & ~mask) | (any & mask))
                .map(any -> random.nextInt(20) == 0 ? base : any)
                .sorted()
                .toArray();
    }
}
