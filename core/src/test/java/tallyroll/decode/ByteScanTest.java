package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Eight bytes a step finds what one byte a step finds, wherever the slice begins and ends. */
class ByteScanTest {
    private interface Scan {
        int next(byte[] bytes, int from, int end);
    }

    @Test
    void notPlain_everyByteAtEveryPlace_isFoundFirst() {
        checkAll(ByteScan::notPlain, c -> c < ' ' || c == '"' || c == '\\');
    }

    @Test
    void backslash_everyByteAtEveryPlace_isFoundFirst() {
        checkAll(ByteScan::backslash, c -> c == '\\');
    }

    private static void checkAll(Scan scan, IntPredicate sought) {
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            for (int at = 0; at < 24; at++) {
                byte[] bytes = "plain text without a hit".getBytes(StandardCharsets.US_ASCII);
                bytes[at] = (byte) value;
                check(scan, sought, bytes, 0, bytes.length);
            }
        }
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            check(scan, sought, bytes, from, from + random.nextInt(bytes.length - from + 1));
        }
    }

    private static void check(Scan scan, IntPredicate sought, byte[] bytes, int from, int end) {
        int expected = from;
        while (expected < end && !sought.test(bytes[expected])) {
            expected++;
        }
        assertThat(scan.next(bytes, from, end))
                .as("from %d to %d of %s", from, end, bytes)
                .isEqualTo(expected);
    }
}
