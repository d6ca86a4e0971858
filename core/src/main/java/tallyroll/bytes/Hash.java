package tallyroll.bytes;

import java.util.zip.CRC32C;
import org.apache.datasketches.hash.MurmurHash3;

/**
 * Every hash of bytes there is here, by what becomes of it.
 *
 * <p>{@link #murmur3} goes into identities and sketches and {@link #crc32c} into blocks and the write-ahead log: both are stored,
 * so both are part of the on-disk formats and never change ({@code HashTest} holds golden values). {@link #inMemory} places
 * keys in tables and on reducers, is never stored, and may change with any release.
 */
public final class Hash {
    /** The library refuses an empty array, but takes the empty part of this one. */
    private static final byte[] NOT_EMPTY = {0};

    private Hash() {}

    /**
     * MurmurHash3 x64, 128 bits.
     *
     * @return its two halves, the one that is used alone first
     */
    public static long[] murmur3(Slice bytes, long seed) {
        return bytes.isEmpty()
                ? MurmurHash3.hash(NOT_EMPTY, 0, 0, seed)
                : MurmurHash3.hash(bytes.array(), bytes.from(), bytes.length(), seed);
    }

    /** Of the eight bytes of a number, low byte first. */
    public static long[] murmur3(long value, long seed) {
        return MurmurHash3.hash(value, seed);
    }

    /** Of two numbers, each as {@link #murmur3(long, long)} takes one. */
    public static long[] murmur3(long first, long second, long seed) {
        return MurmurHash3.hash(new long[] {first, second}, seed);
    }

    /** The Castagnoli CRC: finds torn and changed bytes, not a forger. */
    public static int crc32c(Slice... parts) {
        CRC32C crc = new CRC32C();
        for (Slice part : parts) {
            crc.update(part.array(), part.from(), part.length());
        }
        return (int) crc.getValue();
    }

    /** Spread over all 32 bits, so that a table may take as many low bits as it likes. */
    public static int inMemory(Slice bytes) {
        byte[] array = bytes.array();
        int until = bytes.until();
        int hash = 0x9747b28c;
        for (int i = bytes.from(); i < until; i++) {
            hash = 31 * hash + array[i];
        }
        hash ^= hash >>> 16;
        hash *= 0x85ebca6b;
        return hash ^ hash >>> 13;
    }
}
