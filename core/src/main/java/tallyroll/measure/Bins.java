package tallyroll.measure;

import java.util.Arrays;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.MalformedBytesException;

/**
 * Counts by bin index, ascending, of at most {@link #SPAN} neighbouring indexes: what falls below is counted in the lowest.
 *
 * <p>With M the highest index ever added, an index i is counted at max(i, M − SPAN + 1). Adding in steps gives
 * max(max(i, M′ − SPAN + 1), M − SPAN + 1) with some M′ ≤ M, which is the same: the order of adding does not matter.
 */
final class Bins {
    /** 2048 bins of 1 % span seventeen orders of magnitude. */
    static final int SPAN = 2048;

    private int[] indexes = new int[4];
    private long[] counts = new long[4];
    private int size;
    private long total;

    long total() {
        return total;
    }

    int size() {
        return size;
    }

    int index(int at) {
        return indexes[at];
    }

    long count(int at) {
        return counts[at];
    }

    void add(int index, long count) {
        total = Math.addExact(total, count);
        int highest = size == 0 ? index : Math.max(index, indexes[size - 1]);
        int lowest = highest - SPAN + 1;
        put(Math.max(index, lowest), count);
        if (indexes[0] < lowest) {
            collapse(lowest);
        }
    }

    void merge(Bins other) {
        for (int i = 0; i < other.size; i++) {
            add(other.indexes[i], other.counts[i]);
        }
    }

    void write(ByteWriter out) {
        out.writeVarint(size);
        for (int i = 0; i < size; i++) {
            out.writeZigzag(i == 0 ? indexes[0] : indexes[i] - indexes[i - 1]);
            out.writeVarint(counts[i]);
        }
    }

    static Bins read(ByteReader in) {
        int size = in.readCount();
        if (size > SPAN) {
            throw new MalformedBytesException("more bins than " + SPAN + ": " + size);
        }
        Bins bins = new Bins();
        bins.grow(size);
        long index = 0;
        for (int i = 0; i < size; i++) {
            index += in.readZigzag();
            bins.add(Math.toIntExact(index), in.readVarint());
        }
        return bins;
    }

    private void put(int index, long count) {
        boolean highest = size == 0 || index > indexes[size - 1];
        int at = highest ? -size - 1 : Arrays.binarySearch(indexes, 0, size, index);
        if (at >= 0) {
            counts[at] = Math.addExact(counts[at], count);
            return;
        }
        at = -at - 1;
        if (size == indexes.length) {
            grow(Math.min(size * 2, SPAN + 1));
        }
        System.arraycopy(indexes, at, indexes, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        indexes[at] = index;
        counts[at] = count;
        size++;
    }

    /** Moves every bin below {@code lowest} into it. */
    private void collapse(int lowest) {
        int below = 0;
        long moved = 0;
        while (below < size && indexes[below] < lowest) {
            moved += counts[below++];
        }
        size -= below;
        System.arraycopy(indexes, below, indexes, 0, size);
        System.arraycopy(counts, below, counts, 0, size);
        put(lowest, moved);
    }

    private void grow(int capacity) {
        if (capacity > indexes.length) {
            indexes = Arrays.copyOf(indexes, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
    }
}
