package tallyroll.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import tallyroll.record.IdentityPage;

/**
 * What lookups found: values that two runs have in common, as far as their bits go. Most of them are identities that were recorded
 * more than once, some are chance.
 */
final class Hits {
    /** Of one bucket, in one lookup, before it is only said that they are many. */
    static final int MAX_WITHIN = 1 << 13;

    private static final int LONGS = 4;
    private static final int MANY = -1;

    private final Map<Long, Map<Integer, Set<Long>>> wanted = new TreeMap<>();
    private final Set<Long> many = new TreeSet<>();

    /** Adds what {@link Writer} wrote. */
    void add(long[] written) {
        for (int at = 0; at < written.length; at += LONGS) {
            int bits = (int) written[at + 3];
            if (bits == MANY) {
                many.add(written[at]);
            } else {
                want(written[at], written[at + 2], bits);
                want(written[at + 1], written[at + 2], bits);
            }
        }
    }

    private void want(long bucket, long value, int bits) {
        wanted.computeIfAbsent(bucket, none -> new TreeMap<>())
                .computeIfAbsent(bits, none -> new TreeSet<>())
                .add(value);
    }

    /** Of which buckets more identities are repeated than are named. */
    Set<Long> many() {
        return many;
    }

    /** A task for each bucket with hits, which finds the identities behind them. */
    List<Confirmation> confirmations(long through) {
        List<Confirmation> all = new ArrayList<>();
        wanted.forEach((bucket, byBits) -> {
            int[] bits = byBits.keySet().stream().mapToInt(Integer::intValue).toArray();
            long[][] values = byBits.values().stream()
                    .map(some -> some.stream().mapToLong(Long::longValue).toArray())
                    .toArray(long[][]::new);
            all.add(new Confirmation(bucket, through, bits, values));
        });
        return all;
    }

    /** Takes what a lookup finds. */
    static final class Writer {
        private final LongList hits = new LongList();
        private final Map<Long, Integer> within = new TreeMap<>();

        /** A value that stands in a run of one bucket and in another run, which may be of the same bucket. */
        void hit(long bucket, long other, long value, int bits) {
            if (bucket == other) {
                int count = within.merge(bucket, 1, Integer::sum);
                if (count > MAX_WITHIN) {
                    if (count == MAX_WITHIN + 1) {
                        add(bucket, bucket, 0, MANY);
                    }
                    return;
                }
            }
            add(bucket, other, value, bits);
        }

        private void add(long bucket, long other, long value, int bits) {
            hits.add(bucket);
            hits.add(other);
            hits.add(value);
            hits.add(bits);
        }

        long[] written() {
            return hits.toArray();
        }
    }

    /** The values that two ascending arrays have in common in their first bits; of each array, a value counts once. */
    static void common(long[] few, long[] many, int bits, LongConsumer found) {
        if ((long) few.length * 16 < many.length) {
            searched(few, many, bits, found);
        } else {
            merged(few, many, bits, found);
        }
    }

    private static void searched(long[] few, long[] many, int bits, LongConsumer found) {
        for (int i = 0; i < few.length; i++) {
            long value = IdentityPage.cut(few[i], bits);
            int at = Arrays.binarySearch(many, value);
            int from = at >= 0 ? at : -at - 1;
            boolean again = i > 0 && IdentityPage.cut(few[i - 1], bits) == value;
            if (!again && from < many.length && IdentityPage.cut(many[from], bits) == value) {
                found.accept(value);
            }
        }
    }

    private static void merged(long[] few, long[] many, int bits, LongConsumer found) {
        long mask = IdentityPage.cut(-1L, bits);
        int at = 0;
        for (int i = 0; i < few.length; ) {
            long value = few[i] & mask;
            while (at < many.length && (many[at] & mask) < value) {
                at++;
            }
            if (at == many.length) {
                return;
            }
            if ((many[at] & mask) == value) {
                found.accept(value);
                while (i < few.length && (few[i] & mask) == value) {
                    i++;
                }
            } else {
                i++;
            }
        }
    }
}
