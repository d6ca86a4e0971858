package tallyroll.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the next byte of some kinds, eight bytes a step. */
final class ByteScan {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private ByteScan() {}

    /** Where a byte stands that a JSON string does not hold just as it is: quote, backslash, control, not ASCII; or {@code end}. */
    static int notPlain(byte[] bytes, int from, int end) {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long word = (long) WORDS.get(bytes, i);
            // Taking away borrows from the next byte only behind the first hit, so that the first hit is right.
            long hits = (((word ^ '"' * ONES) - ONES) | ((word ^ '\\' * ONES) - ONES) | (word - ' ' * ONES) | word)
                    & HIGH_BITS;
            if (hits != 0) {
                return i + Long.numberOfTrailingZeros(hits) / 8;
            }
        }
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Where a backslash stands, or {@code end}. */
    static int backslash(byte[] bytes, int from, int end) {
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long other = (long) WORDS.get(bytes, i) ^ '\\' * ONES;
            long hits = (other - ONES) & ~other & HIGH_BITS;
            if (hits != 0) {
                return i + Long.numberOfTrailingZeros(hits) / 8;
            }
        }
        while (i < end && bytes[i] != '\\') {
            i++;
        }
        return i;
    }
}
