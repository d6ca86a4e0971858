package tallyroll.measure;

import java.util.Arrays;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.MalformedBytesException;

/**
 * The {@code k} smallest hashes of a set, and how many there would be of all: a Theta (KMV) sketch.
 *
 * <p>Hashes at or above {@code theta} were dropped; theta is at first above every hash, so up to k values are counted exactly.
 * Beyond, theta is the (k+1)-th smallest hash ever seen. That number, and the k hashes below it, are a function of the set
 * alone, so any order and split of the same values gives the same state. (Between trims up to half as many more are kept, to
 * sort rarely; {@link #trim} runs before anything can be seen.) The relative standard error beyond k is 1/√(k−1): 2.2 % at 2048.
 *
 * <p>The written form is DataSketches' compact ordered Theta sketch, and the hashes are its hashes: other tools can read, join
 * and estimate a stored state. Its own update sketch and union are not used because a fresh one takes some hundred bytes where
 * this takes forty, and a million groups may be open at once; a test compares the two byte for byte.
 */
final class Hashes {
    private static final int SERIAL_VERSION = 3;
    private static final int COMPACT_FAMILY = 3;
    private static final int READ_ONLY = 2;
    private static final int EMPTY = 4;
    private static final int COMPACT = 8;
    private static final int ORDERED = 16;
    private static final int SINGLE = 32;
    /** DataSketches' fingerprint of the default hash seed 9001. */
    private static final int SEED_HASH = 0x93CC;

    private final int k;
    /** Open addressing; zero is a free place. Null while empty. */
    private long[] table;

    private int count;
    private long theta = Long.MAX_VALUE;

    Hashes(int k) {
        this.k = k;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds a hash of 63 bits; zero, which no table can hold, is left out. */
    void add(long hash) {
        if (hash >= theta || hash <= 0) {
            return;
        }
        if (table == null) {
            table = new long[4];
        }
        int mask = table.length - 1;
        int at = (int) hash & mask;
        while (table[at] != 0) {
            if (table[at] == hash) {
                return;
            }
            at = at + 1 & mask;
        }
        table[at] = hash;
        count++;
        if (count >= k + (k >> 1) + 1) {
            trim();
        } else if (count * 4L > table.length * 3L) {
            fill(sorted(), table.length * 2);
        }
    }

    void merge(Hashes other) {
        other.trim();
        if (other.theta < theta) {
            theta = other.theta;
            dropAboveTheta();
        }
        if (other.table != null) {
            for (long hash : other.table) {
                add(hash);
            }
        }
    }

    /** The number of different values: exact while at most k, else an estimate. */
    long estimate() {
        trim();
        return theta == Long.MAX_VALUE ? count : Math.round(count / (theta / 0x1p63));
    }

    void write(ByteWriter out) {
        trim();
        boolean exact = theta == Long.MAX_VALUE;
        boolean single = exact && count == 1;
        int preambleLongs = !exact ? 3 : count > 1 ? 2 : 1;
        out.writeByte(preambleLongs);
        out.writeByte(SERIAL_VERSION);
        out.writeByte(COMPACT_FAMILY);
        out.writeByte(0);
        out.writeByte(0);
        out.writeByte(READ_ONLY | COMPACT | ORDERED | (count == 0 ? EMPTY : 0) | (single ? SINGLE : 0));
        out.writeByte(count == 0 ? 0 : SEED_HASH & 0xFF);
        out.writeByte(count == 0 ? 0 : SEED_HASH >> 8);
        if (preambleLongs > 1) {
            out.writeInt(Integer.reverseBytes(count));
            out.writeInt(Integer.reverseBytes(Float.floatToIntBits(1)));
        }
        if (preambleLongs > 2) {
            out.writeLong(Long.reverseBytes(theta));
        }
        for (long hash : sorted()) {
            out.writeLong(Long.reverseBytes(hash));
        }
    }

    static Hashes read(ByteReader in, int k) {
        Hashes hashes = new Hashes(k);
        int preambleLongs = in.readByte();
        int version = in.readByte();
        int family = in.readByte();
        if (preambleLongs < 1 || preambleLongs > 3 || version != SERIAL_VERSION || family != COMPACT_FAMILY) {
            throw new MalformedBytesException("not a compact Theta sketch: it begins " + preambleLongs + ", " + version
                    + ", " + family + ", and not 1 to 3, " + SERIAL_VERSION + ", " + COMPACT_FAMILY);
        }
        in.skip(2);
        int flags = in.readByte();
        in.skip(2);
        int count = (flags & EMPTY) != 0 ? 0 : 1;
        if (preambleLongs > 1) {
            count = Integer.reverseBytes(in.readInt());
            in.skip(Integer.BYTES);
        }
        if (count < 0 || count > in.remaining() / Long.BYTES) {
            throw new MalformedBytesException("a Theta sketch of " + count + " hashes does not fit its bytes");
        }
        long theta = preambleLongs > 2 ? Long.reverseBytes(in.readLong()) : Long.MAX_VALUE;
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = Long.reverseBytes(in.readLong());
        }
        hashes.theta = theta;
        hashes.count = count;
        if (count > 0) {
            hashes.fill(sorted, capacity(count));
        }
        return hashes;
    }

    /** Keeps the k smallest hashes. */
    private void trim() {
        if (count > k) {
            long[] sorted = sorted();
            theta = sorted[k];
            count = k;
            fill(Arrays.copyOf(sorted, k), table.length);
        }
    }

    private void dropAboveTheta() {
        long[] sorted = sorted();
        int kept = Arrays.binarySearch(sorted, theta);
        kept = kept < 0 ? -kept - 1 : kept;
        if (kept < count) {
            count = kept;
            fill(Arrays.copyOf(sorted, kept), table.length);
        }
    }

    private long[] sorted() {
        long[] sorted = new long[count];
        int size = 0;
        for (int i = 0; size < count; i++) {
            if (table[i] != 0) {
                sorted[size++] = table[i];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private void fill(long[] hashes, int capacity) {
        long[] fresh = new long[capacity];
        int mask = capacity - 1;
        for (long hash : hashes) {
            int at = (int) hash & mask;
            while (fresh[at] != 0) {
                at = at + 1 & mask;
            }
            fresh[at] = hash;
        }
        table = fresh;
    }

    private static int capacity(int count) {
        return Integer.highestOneBit(Math.max(2, count + count / 3)) << 1;
    }
}
