package tallyroll.protobuf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.registry.KnownIds;

/**
 * What Confluent's serializer writes before a message: a zero, the id of a schema, and which message of the schema's file it is. That is a
 * path of indexes, of a message of the file and then of those inside it, in zigzag numbers after their count; a single zero is the first
 * message. Not thread-safe.
 */
final class ConfluentHeader {
    /** Of messages inside each other; a file has fewer. */
    private static final int MAX_INDEXES = 64;

    private final int[] indexes = new int[MAX_INDEXES];
    private int count;
    private int id;
    private int length;
    private int at;

    /** False where no such header begins the bytes. */
    boolean read(Slice raw) {
        if (!KnownIds.begins(raw)) {
            return false;
        }
        id = KnownIds.id(raw);
        at = raw.from() + KnownIds.HEADER;
        long written = number(raw);
        if (written < 0 || written > MAX_INDEXES) {
            return false;
        }
        count = (int) Math.max(written, 1);
        indexes[0] = 0;
        for (int i = 0; i < written; i++) {
            long index = number(raw);
            if (index < 0 || index > Integer.MAX_VALUE) {
                return false;
            }
            indexes[i] = (int) index;
        }
        length = at - raw.from();
        return true;
    }

    int id() {
        return id;
    }

    int length() {
        return length;
    }

    int count() {
        return count;
    }

    int index(int place) {
        return indexes[place];
    }

    boolean has(int[] path) {
        return Arrays.equals(indexes, 0, count, path, 0, path.length);
    }

    List<Integer> path() {
        List<Integer> path = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            path.add(indexes[i]);
        }
        return path;
    }

    /** -1 where none is written. */
    private long number(Slice raw) {
        long value = 0;
        for (int shift = 0; shift < 35 && at < raw.until(); shift += 7) {
            byte next = raw.array()[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        return -1;
    }
}
