package tallyroll.search;

import java.util.Arrays;

/** A growing array of longs. Not thread-safe. */
final class LongList {
    private long[] longs = new long[64];
    private int size;

    void add(long value) {
        if (size == longs.length) {
            longs = Arrays.copyOf(longs, size + (size >> 1));
        }
        longs[size++] = value;
    }

    int size() {
        return size;
    }

    long[] toArray() {
        return Arrays.copyOf(longs, size);
    }

    /** Sorts, and of each value keeps no more than two. */
    void keepTwoOfEach() {
        Arrays.sort(longs, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept < 2 || longs[kept - 2] != longs[i]) {
                longs[kept++] = longs[i];
            }
        }
        size = kept;
    }

    /** The array itself, sorted up to {@link #size}. */
    long[] sorted() {
        Arrays.sort(longs, 0, size);
        return longs;
    }
}
