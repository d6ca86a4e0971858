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
 * <p>What is sorted at a time is bounded by {@value #MAX_SORTED}: where more were recorded, several runs are made, each of some
 * batches, and so no identity is read twice. Only where one batch recorded more in the bucket, its run is made in slices of hashes,
 * each of which goes through all of it.
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
    /** A run that weighs nothing beside others. */
    private static final int SHORT = 1 << 15;
    /** What an event may take of a run that weighs something: Rice's code takes 1.6 bits, and what a page begins with, 0.1. */
    private static final double MAX_TOLD_BITS = 24 - 1.7;

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
     * @param runs successive ones; none where there is nothing new
     * @param large what stands behind them and has to be made in slices first
     */
    record Made(List<IdentityRun> runs, Large large) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** A batch that recorded more in the bucket than is sorted at a time. */
    record Large(long batch, long events) implements Serializable {
        private static final long serialVersionUID = 1L;

        static final Large NONE = new Large(0, 0);
    }

    /** What goes on when some runs more are made. */
    RunMaking behind(List<IdentityRun> made) {
        List<IdentityRun> all = new ArrayList<>(runs);
        all.addAll(made);
        return new RunMaking(bucket, List.copyOf(all), through, compared, slice, writeTimestamp);
    }

    /** Those that make the run up to a batch together. */
    List<RunMaking> slices(Large large) {
        return Slice.of(large.events()).stream()
                .map(some -> new RunMaking(bucket, runs, large.batch(), compared, some, writeTimestamp))
                .toList();
    }

    @Override
    public Made run(SystemOfRecord record) {
        return slice.of() == 1 ? new Making(record).run() : inSlice(record);
    }

    /** The run is listed once all slices are written. */
    private Made inSlice(SystemOfRecord record) {
        LongList values = new LongList();
        for (Iterator<long[]> portions = record.identities(bucket, batches()); portions.hasNext(); ) {
            if (values.size() > MAX_SORTED) {
                values.keepTwoOfEach();
            }
            add(portions.next(), values);
        }
        IdentityRun run = IdentityRun.of(bucket, covered(), through, slice.events());
        write(record, run, values);
        return new Made(List.of(run), Large.NONE);
    }

    private Batches batches() {
        return new Batches(covered() + 1, through + 1);
    }

    private long covered() {
        return runs.isEmpty() ? 0 : runs.get(runs.size() - 1).through();
    }

    /** Those of the slice. */
    private void add(long[] halves, LongList values) {
        for (long half : halves) {
            long value = IdentityPage.value(half);
            if (IdentityPage.number(value, slice.bits()) == slice.number()) {
                values.add(value);
            }
        }
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

    /** Goes through the batches, as many at a time as can be sorted. */
    private final class Making {
        private final SystemOfRecord record;
        private final List<IdentityRun> made = new ArrayList<>();
        private long done = covered();

        Making(SystemOfRecord record) {
            this.record = record;
        }

        Made run() {
            long step = through - done;
            while (done < through) {
                long until = done + Math.min(step, through - done);
                LongList values = new LongList();
                read(new Batches(done + 1, until + 1), values, MAX_SORTED);
                if (values.size() <= MAX_SORTED) {
                    make(until, values);
                    step = values.size() > MAX_SORTED / 2 ? step : 2 * step;
                    done = until;
                } else if (until > done + 1) {
                    step = (until - done) / 2;
                } else {
                    long events = record.count(bucket, new Batches(until, until + 1));
                    return new Made(List.copyOf(made), new Large(until, events));
                }
            }
            return new Made(List.copyOf(made), Large.NONE);
        }

        /** No more once there are more than some. */
        private void read(Batches batches, LongList values, int enough) {
            Iterator<long[]> portions = record.identities(bucket, batches);
            while (values.size() <= enough && portions.hasNext()) {
                add(portions.next(), values);
            }
        }

        /** The first one takes in the shorter ones before it; batches that recorded nothing here go with the next one. */
        private void make(long until, LongList values) {
            if (values.size() == 0) {
                return;
            }
            long after = made.isEmpty() ? covered() : made.get(made.size() - 1).through();
            for (int last = runs.size() - 1; made.isEmpty() && last >= 0 && joins(runs.get(last), values); last--) {
                read(runs.get(last).batches(), values, Integer.MAX_VALUE);
                after = runs.get(last).after();
            }
            IdentityRun run = IdentityRun.of(bucket, after, until, values.size());
            write(record, run, values);
            made.add(run);
        }
    }

    private static boolean joins(IdentityRun earlier, LongList later) {
        return earlier.events() <= later.size() && earlier.events() + later.size() <= MAX_SORTED;
    }

    /**
     * So many that hits of chance are rare: less than one in a search for a bucket as large as the largest of those around it. But of
     * a run that weighs something no more than make three bytes an event: those that tell its place among the identities of the run,
     * which are not stored, and 22 further ones. So two buckets of {@code n} events have some {@code n / 2^22} hits of chance, one
     * at four million; what they cost is that identities are read to tell, see {@link Confirmation}. A short run, which weighs
     * nothing, gets more.
     */
    static int bits(long events, long compared) {
        int most = log2(Math.max(events, compared));
        int told = (int) (Math.log((double) Math.max(1, events)) / Math.log(2) + MAX_TOLD_BITS);
        int bits = events > SHORT || events * 16 > compared
                ? Math.min(log2(events) + most + SPARE_BITS, told)
                : 2 * most + 2 * SPARE_BITS;
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
