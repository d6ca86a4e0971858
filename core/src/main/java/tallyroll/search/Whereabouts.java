package tallyroll.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.flow.Occurrence;
import tallyroll.flow.OccurrenceTask;
import tallyroll.flow.TaskPlan;
import tallyroll.record.BucketMark;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityPage;
import tallyroll.record.IdentityRun;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecord.Batches;

/**
 * Finds all events of a few identities, wherever in the record they stand. Of a bucket the index says whether it may hold one, by a page
 * of each run for each identity; what was recorded since its last run is asked of the record itself, at 8 bytes an event. Only buckets
 * that may hold one are read. Reads only, beside a driver too: a page that is gone or damaged means that the bucket is read.
 */
public final class Whereabouts {
    /** Whose runs are listed at once. */
    private static final int PORTION = 64;

    private final TaskPlan plan;
    private final SystemOfRecord record;
    private final IdentityIndex index;

    public Whereabouts(TaskPlan plan, SystemOfRecord record) {
        this.plan = plan;
        this.record = record;
        index = record.index();
    }

    /**
     * @param halves the identities' first halves, ascending
     * @param buckets where they are looked for, ascending
     * @param done told how many buckets more were looked into
     */
    public List<Occurrence> find(long[] halves, List<BucketMark> buckets, IntConsumer done) {
        List<Occurrence> found = new ArrayList<>();
        for (int from = 0; from < buckets.size(); from += PORTION) {
            List<BucketMark> some = buckets.subList(from, Math.min(buckets.size(), from + PORTION));
            long last = some.get(some.size() - 1).bucket();
            Portion portion = new Portion(halves, some.get(0).bucket(), last + 1);
            for (BucketMark mark : some) {
                long[] there = portion.mayHold(mark);
                if (there.length > 0) {
                    found.addAll(new OccurrenceTask(plan, Map.of(mark.bucket(), there), Long.MAX_VALUE)
                            .find(record, List.of(mark.bucket())));
                }
            }
            done.accept(some.size());
        }
        return found;
    }

    /** The index of some buckets near each other. */
    private final class Portion {
        private final long[] halves;
        private final Chains chains;
        private final Map<IdentityRun, Optional<IdentityPage>> wholes = new HashMap<>();

        Portion(long[] halves, long from, long until) {
            this.halves = halves;
            chains = new Chains(index.runs(from, until), Long.MAX_VALUE);
            index.wholes(from, until).forEachRemaining(page -> wholes.put(page.run(), decoded(page)));
        }

        long[] mayHold(BucketMark mark) {
            Set<Long> there = new TreeSet<>();
            for (IdentityRun run : chains.of(mark.bucket())) {
                indexed(run, there);
            }
            long covered = chains.covered(mark.bucket());
            if (mark.lastBatch() > covered) {
                Iterator<long[]> since = record.identities(mark.bucket(), new Batches(covered + 1, Long.MAX_VALUE));
                since.forEachRemaining(some -> Arrays.stream(some)
                        .filter(half -> Arrays.binarySearch(halves, half) >= 0)
                        .forEach(there::add));
            }
            return there.stream().mapToLong(Long::longValue).toArray();
        }

        private void indexed(IdentityRun run, Set<Long> there) {
            Map<Integer, Optional<IdentityPage>> pages = new HashMap<>();
            for (long half : halves) {
                long value = IdentityPage.value(half);
                int number = IdentityPage.number(value, run.pageBits());
                Optional<IdentityPage> page = run.whole()
                        ? wholes.getOrDefault(run, Optional.empty())
                        : pages.computeIfAbsent(number, wanted -> page(run, wanted));
                if (page.isEmpty() || holds(page.get(), value)) {
                    there.add(half);
                }
            }
        }

        private Optional<IdentityPage> page(IdentityRun run, int number) {
            Iterator<IdentityIndex.Page> pages = index.pages(run, number, number + 1);
            return pages.hasNext() ? decoded(pages.next()) : Optional.empty();
        }
    }

    private static boolean holds(IdentityPage page, long value) {
        return Arrays.binarySearch(page.values(), IdentityPage.cut(value, page.bits())) >= 0;
    }

    private static Optional<IdentityPage> decoded(IdentityIndex.Page page) {
        try {
            return Optional.of(IdentityPage.decode(page.bytes()));
        } catch (MalformedBytesException damaged) {
            return Optional.empty();
        }
    }
}
