package tallyroll.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Fixed-width numbers at a place in an array, high byte first, as {@link ByteWriter} writes them. */
public final class BigEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /** @throws IndexOutOfBoundsException where fewer than four bytes follow; so for all of these */
    public static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }
}
