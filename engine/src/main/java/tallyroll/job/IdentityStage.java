package tallyroll.job;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecord.Batches;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/**
 * Reads identity halves and deals them out by range of hashes, as portions of one bucket each: its start, then halves. Streams: what it
 * holds at a time is {@value #PORTION} halves a range, however many a bucket has.
 */
final class IdentityStage implements PairFlatMapFunction<Iterator<Integer>, Integer, long[]> {
    private static final long serialVersionUID = 1L;
    /** Of 8 bytes: with {@link IdentityJobs#RANGES} ranges, 2 MB a task. */
    private static final int PORTION = 1 << 10;

    private final StoreSettings settings;
    private final List<List<Long>> shares;
    private final long before;

    /** @param before identities of this batch and later ones are passed over */
    IdentityStage(StoreSettings settings, List<List<Long>> shares, long before) {
        this.settings = settings;
        this.shares = shares;
        this.before = before;
    }

    @Override
    public Iterator<Tuple2<Integer, long[]>> call(Iterator<Integer> indexes) {
        return new Dealt(Stores.shared(settings).record(), shares.get(indexes.next()));
    }

    /** The range that a half is in: its first bits. */
    private static int range(long half) {
        return (int) (half >>> (Long.SIZE - IdentityJobs.RANGE_BITS));
    }

    private final class Dealt implements Iterator<Tuple2<Integer, long[]>> {
        private final SystemOfRecord record;
        private final Iterator<Long> buckets;
        private final long[][] open = new long[IdentityJobs.RANGES][];
        private final int[] sizes = new int[IdentityJobs.RANGES];
        private final Queue<Tuple2<Integer, long[]>> ready = new ArrayDeque<>();
        private Iterator<long[]> sections = List.<long[]>of().iterator();
        private long bucket;

        Dealt(SystemOfRecord record, List<Long> buckets) {
            this.record = record;
            this.buckets = buckets.iterator();
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && (sections.hasNext() || turn())) {
                if (sections.hasNext()) {
                    deal(sections.next());
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public Tuple2<Integer, long[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all identities have been dealt out");
            }
            return ready.remove();
        }

        /** Gives out what is left of a bucket, and goes on to the next one; false once all are done. */
        private boolean turn() {
            for (int range = 0; range < sizes.length; range++) {
                if (sizes[range] > 1) {
                    give(range);
                }
            }
            if (buckets.hasNext()) {
                bucket = buckets.next();
                sections = record.identities(bucket, Batches.before(before));
                return true;
            }
            return !ready.isEmpty();
        }

        private void deal(long[] halves) {
            for (long half : halves) {
                int range = range(half);
                if (sizes[range] == 0) {
                    open[range] = open[range] == null ? new long[PORTION] : open[range];
                    open[range][0] = bucket;
                    sizes[range] = 1;
                }
                open[range][sizes[range]++] = half;
                if (sizes[range] == PORTION) {
                    give(range);
                }
            }
        }

        private void give(int range) {
            ready.add(new Tuple2<>(range, Arrays.copyOf(open[range], sizes[range])));
            sizes[range] = 0;
        }
    }
}
