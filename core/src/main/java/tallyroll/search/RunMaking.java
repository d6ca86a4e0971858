package tallyroll.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import tallyroll.record.IdentityPage;
import tallyroll.record.IdentityRun;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecord.Batches;

/**
 * Makes a run of the identities that were recorded in a bucket since its last run. Runs that are no longer than what comes after
 * them are made part of it, so a bucket has few: each is longer than all later ones together, and an identity is sorted again at
 * most as often as the bucket doubles.
 *
 * <p>What is sorted at a time is bounded by {@value #MAX_SORTED}; where more were recorded, the run is made in slices of hashes,
 * each of which goes through all of them.
 *
 * @param runs of the bucket, successive ones, that cover what is indexed already
 * @param through the last batch to cover
 * @param compared identities of the largest bucket that the run will be compared with; 0 where unknown
 * @param slice of which hashes this is to go into the run
 */
record RunMaking(long bucket, List<IdentityRun> runs, long through, long compared, Slice slice, long writeTimestamp)
        implements SearchTask<RunMaking.Made> {
    /** 32 MB. */
    static final int MAX_SORTED = 1 << 22;

    private static final int SPARE_BITS = 5;

    /**
     * A part of the hashes.
     *
     * @param of a power of two
     * @param events how many identities there are in all slices; 0 where that is not known, and there is one
     */
    record Slice(int number, int of, long events) implements Serializable {
        private static final long serialVersionUID = 1L;

        static final Slice ALL = new Slice(0, 1, 0);

        int bits() {
            return Integer.numberOfTrailingZeros(of);
        }

        /** The slices of so many identities. */
        static List<Slice> of(long events) {
            int of = 1;
            while (events / of > MAX_SORTED / 2) {
                of *= 2;
            }
            List<Slice> slices = new ArrayList<>();
            for (int i = 0; i < of; i++) {
                slices.add(new Slice(i, of, events));
            }
            return slices;
        }
    }

    /**
     * What was made.
     *
     * @param runs one, or none where there is nothing new
     * @param tooMany where not 0: how many identities there are, which are to be sorted in slices
     */
    record Made(List<IdentityRun> runs, long tooMany) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** The same of some hashes. */
    RunMaking ofSlice(Slice some) {
        return new RunMaking(bucket, runs, through, compared, some, writeTimestamp);
    }

    @Override
    public Made run(SystemOfRecord record) {
        long after = covered();
        LongList values = new LongList();
        long count = read(record, new Batches(after + 1, through + 1), values);
        if (count > MAX_SORTED && slice.of() == 1) {
            return new Made(List.of(), count);
        }
        if (count == 0) {
            return new Made(List.of(), 0);
        }
        for (int last = runs.size() - 1; slice.of() == 1 && last >= 0 && joins(runs.get(last), values); last--) {
            read(record, runs.get(last).batches(), values);
            after = runs.get(last).after();
        }
        IdentityRun run = IdentityRun.of(bucket, after, through, slice.of() == 1 ? values.size() : slice.events());
        write(record, run, values);
        return new Made(List.of(run), 0);
    }

    private long covered() {
        return runs.isEmpty() ? 0 : runs.get(runs.size() - 1).through();
    }

    private static boolean joins(IdentityRun earlier, LongList later) {
        return earlier.events() <= later.size() && earlier.events() + later.size() <= MAX_SORTED;
    }

    /** Those of the slice go into {@code values}, where they become too many, two of each; all are counted. */
    private long read(SystemOfRecord record, Batches batches, LongList values) {
        long count = 0;
        for (Iterator<long[]> portions = record.identities(bucket, batches); portions.hasNext(); ) {
            long[] halves = portions.next();
            count += halves.length;
            if (values.size() > MAX_SORTED) {
                values.keepTwoOfEach();
            }
            for (long half : halves) {
                long value = IdentityPage.value(half);
                if (IdentityPage.number(value, slice.bits()) == slice.number()) {
                    values.add(value);
                }
            }
        }
        return count;
    }

    private void write(SystemOfRecord record, IdentityRun run, LongList values) {
        long[] sorted = values.sorted();
        int perSlice = run.pages() / slice.of();
        int first = slice.number() * perSlice;
        record.index()
                .write(run, first, new Pages(sorted, values.size(), first, first + perSlice, run), writeTimestamp);
        if (slice.of() == 1 && !run.whole()) {
            record.index().list(run, writeTimestamp);
        }
    }

    /**
     * So many that hits of chance among all identities compared are rare: a search for a bucket as large as those around it has less
     * than one on average. A short run, which weighs nothing, gets more.
     */
    static int bits(long events, long compared) {
        int most = log2(Math.max(events, compared));
        int bits = events * 16 > compared ? log2(events) + most + SPARE_BITS : 2 * most + 2 * SPARE_BITS;
        return Math.max(24, Math.min(IdentityPage.MAX_BITS, bits));
    }

    private static int log2(long count) {
        return Long.SIZE - Long.numberOfLeadingZeros(count);
    }

    /** The bytes of successive pages. */
    private final class Pages implements Iterator<byte[]> {
        private final long[] sorted;
        private final int size;
        private final int until;
        private final IdentityRun run;
        private final int bits;
        private int page;
        private int at;

        Pages(long[] sorted, int size, int first, int until, IdentityRun run) {
            this.sorted = sorted;
            this.size = size;
            this.until = until;
            this.run = run;
            bits = bits(run.events(), compared);
            page = first;
        }

        @Override
        public boolean hasNext() {
            return page < until;
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all pages were given");
            }
            int from = at;
            while (at < size && IdentityPage.number(sorted[at], run.pageBits()) == page) {
                at++;
            }
            page++;
            return IdentityPage.encode(sorted, from, at, bits, run);
        }
    }
}
