package tallyroll.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Hash;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/**
 * How often each value occurred, for at most {@code max} values: exact until there are more, then the frequent ones.
 *
 * <p>When a value too many arrives, the median of all counts is taken from each of them and what is not positive is dropped; the
 * sum of what was taken is {@code taken}. A value's true count then lies between its count here and that plus {@code taken},
 * and {@code taken} is at most 2/{@code max} of all events. This is the algorithm of DataSketches' frequent items sketch
 * (Misra–Gries; Anderson et al. 2017) with the true median in place of a sampled one, on a table of our own because that
 * sketch's bytes depend on the order of arrival even while it is exact.
 */
final class Frequencies {
    /** A value as UTF-8 and how often it occurred. */
    record Entry(byte[] value, long count) {
        static final Comparator<Entry> BY_VALUE = Comparator.comparing(Entry::value, Arrays::compareUnsigned);
        static final Comparator<Entry> BY_COUNT =
                Comparator.comparingLong(Entry::count).reversed().thenComparing(BY_VALUE);
    }

    private final int max;
    /** Open addressing; a null value is a free place. */
    private byte[][] values = new byte[4][];

    private long[] counts = new long[4];
    private int size;
    private long taken;

    Frequencies(int max) {
        this.max = max;
    }

    boolean isEmpty() {
        return size == 0 && taken == 0;
    }

    /** What to add to a count to have its upper bound; zero while counts are exact. */
    long taken() {
        return taken;
    }

    /** @param value copied if it is new */
    void add(Slice value, long count) {
        int at = place(value);
        if (values[at] != null) {
            counts[at] = Math.addExact(counts[at], count);
            return;
        }
        values[at] = value.toByteArray();
        counts[at] = count;
        size++;
        if (size > max) {
            purge();
        } else if (size * 4 > values.length * 3) {
            fill(entries(), values.length * 2);
        }
    }

    void merge(Frequencies other) {
        taken += other.taken;
        for (Entry entry : other.entries()) {
            add(Slice.of(entry.value), entry.count);
        }
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                entries.add(new Entry(values[i], counts[i]));
            }
        }
        return entries;
    }

    void write(ByteWriter out) {
        List<Entry> entries = entries();
        entries.sort(Entry.BY_VALUE);
        out.writeVarint(taken);
        out.writeVarint(size);
        for (Entry entry : entries) {
            out.writeBytes(entry.value);
            out.writeVarint(entry.count);
        }
    }

    static Frequencies read(ByteReader in, int max) {
        Frequencies frequencies = new Frequencies(max);
        frequencies.taken = in.readVarint();
        int size = in.readCount();
        if (size > max) {
            throw new MalformedBytesException(size + " values where at most " + max + " are kept");
        }
        Slice value = new Slice();
        for (int i = 0; i < size; i++) {
            in.readSlice(in.readCount(), value);
            frequencies.add(value, in.readVarint());
        }
        return frequencies;
    }

    private void purge() {
        List<Entry> entries = entries();
        long[] sorted = entries.stream().mapToLong(Entry::count).sorted().toArray();
        long median = sorted[size / 2];
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.count > median) {
                kept.add(new Entry(entry.value, entry.count - median));
            }
        }
        taken += median;
        fill(kept, values.length);
    }

    private void fill(List<Entry> entries, int capacity) {
        values = new byte[capacity][];
        counts = new long[capacity];
        size = entries.size();
        for (Entry entry : entries) {
            int at = place(Slice.of(entry.value));
            values[at] = entry.value;
            counts[at] = entry.count;
        }
    }

    private int place(Slice value) {
        int mask = values.length - 1;
        int at = Hash.inMemory(value) & mask;
        while (values[at] != null && !value.sameBytes(values[at])) {
            at = at + 1 & mask;
        }
        return at;
    }
}
