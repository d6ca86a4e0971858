package tallyroll.flow;

import java.util.Arrays;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;
import tallyroll.summary.GroupKey;

/**
 * The shuffle key {@code [rollup][group][granularity][bucket]}, laid out so that comparing bytes unsigned sorts a reducer's
 * input by rollup, group, granularity and ascending bucket, and that all but the last nine bytes name the group.
 *
 * @param rollup the rollup's index, or {@link #STATS}
 * @param granularity the index in the rollup's {@code every}; 0 is the finest
 * @param bucket its start, µs
 */
public record ShuffleKey(int rollup, GroupKey group, int granularity, long bucket) {
    /** In place of a rollup: the value is a {@link TaskStats} to the driver. */
    public static final int STATS = 0xFF;

    private static final int TAIL = 9;

    static byte[] statsKey(int task) {
        ByteWriter out = new ByteWriter(16);
        out.writeByte(STATS);
        out.writeVarint(task);
        writeTail(out, 0, 0);
        return out.toByteArray();
    }

    /** Begins a key: the bytes of the group follow, then {@link #writeTail}. */
    static void writeHead(ByteWriter out, int rollup) {
        out.writeByte(rollup);
    }

    static void writeTail(ByteWriter out, int granularity, long bucket) {
        out.writeByte(granularity);
        out.writeLong(bucket ^ Long.MIN_VALUE);
    }

    static byte[] of(int rollup, GroupKey group, int granularity, long bucket) {
        ByteWriter out = new ByteWriter(group.bytes().length + 1 + TAIL);
        writeHead(out, rollup);
        out.writeRaw(group.bytes());
        writeTail(out, granularity, bucket);
        return out.toByteArray();
    }

    static ShuffleKey read(byte[] key) {
        ByteReader in = new ByteReader(key);
        int rollup = in.readByte();
        GroupKey group = new GroupKey(in.readRaw(in.remaining() - TAIL));
        int granularity = in.readByte();
        return new ShuffleKey(rollup, group, granularity, in.readLong() ^ Long.MIN_VALUE);
    }

    /** Whether two keys are of one rollup and group. */
    static boolean sameGroup(byte[] left, byte[] right) {
        return Arrays.equals(left, 0, left.length - TAIL, right, 0, right.length - TAIL);
    }

    /** Which of {@code reducers} a key goes to: all buckets of a group go to the same. */
    public static int reducer(byte[] key, int reducers) {
        return Math.floorMod(Hash.inMemory(Slice.of(key, 0, key.length - TAIL)), reducers);
    }

    public static int compare(byte[] left, byte[] right) {
        return Arrays.compareUnsigned(left, right);
    }
}
