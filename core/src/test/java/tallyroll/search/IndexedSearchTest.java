package tallyroll.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallyroll.bucket.Granularity;
import tallyroll.flow.Horizon;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityPage;
import tallyroll.record.IdentityRun;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord;

/** Runs, how they are made, and what comparing them finds; hashes and batches are made up, so that a bucket can be of any size. */
class IndexedSearchTest {
    private static final long HOUR = 3_600_000_000L;
    private static final Horizon HORIZON = new Horizon(Granularity.of("1h"), 2 * HOUR);

    private static final int MAX_KEYS = 1 << 14;

    private final Hashes hashes = new Hashes();

    @Test
    void make_fewIdentities_isOnePage() {
        hashes.add(0, 1, 5L << 56, 7L << 56, 7L << 56);

        IdentityRun run = make(0, List.of(), 3).get(0);

        assertThat(run).isEqualTo(new IdentityRun(0, 0, 3, 3, 0));
        assertThat(values(run)).containsExactly(5L << 56, 7L << 56, 7L << 56);
    }

    @Test
    void make_nothingNew_isNoRun() {
        hashes.add(0, 1, 5);
        List<IdentityRun> runs = make(0, List.of(), 1);

        assertThat(make(0, runs, 2)).isEmpty();
    }

    @Test
    void make_moreThanBefore_takesTheShorterRunsIn() {
        hashes.add(0, 1, random(100, 1));
        hashes.add(0, 2, random(30, 2));
        hashes.add(0, 3, random(30, 3));
        IdentityRun long1 = make(0, List.of(), 1).get(0);
        IdentityRun short2 = make(0, List.of(long1), 2).get(0);

        IdentityRun joined = make(0, List.of(long1, short2), 3).get(0);

        assertThat(short2).isEqualTo(new IdentityRun(0, 1, 2, 30, 0));
        assertThat(joined).isEqualTo(new IdentityRun(0, 1, 3, 60, 0));
    }

    @Test
    void make_inSlices_isTheSameAsAtOnce() {
        hashes.add(0, 1, random(100_000, 4));
        IdentityRun atOnce = make(0, List.of(), 1).get(0);
        List<Long> values = values(atOnce);
        hashes.record.index().dropRuns(List.of(atOnce), 1);

        for (int slice = 0; slice < 4; slice++) {
            RunMaking.Slice some = new RunMaking.Slice(slice, 4, 100_000);
            new RunMaking(0, List.of(), 1, 0, some, 1).run(hashes.seen());
        }

        assertThat(atOnce.pageBits()).isEqualTo(4);
        assertThat(values).hasSize(100_000);
        assertThat(values(atOnce).equals(values)).isTrue();
    }

    @Test
    void make_moreThanIsSortedAtOnce_isSuccessiveRuns() {
        hashes.add(0, 3, random(RunMaking.MAX_SORTED / 2, 1));
        hashes.add(0, 70, random(RunMaking.MAX_SORTED / 2, 2));
        hashes.add(0, 71, random(RunMaking.MAX_SORTED / 2, 3));
        hashes.add(0, 72, 5, 6, 7);
        hashes.add(0, 73, random(RunMaking.MAX_SORTED / 2, 4));

        List<IdentityRun> runs = make(0, List.of(), 80);

        assertThat(runs).isSorted().allMatch(run -> run.events() <= RunMaking.MAX_SORTED);
        assertThat(runs.stream().mapToLong(IdentityRun::events).sum()).isEqualTo(2L * RunMaking.MAX_SORTED + 3);
        assertThat(new Chains(runs, 80).of(0)).isEqualTo(runs);
    }

    @Test
    void make_batchOfMoreThanIsSortedAtOnce_isLeftToSlices() {
        hashes.add(0, 3, 5, 6, 7);
        hashes.add(0, 4, random(RunMaking.MAX_SORTED + 1, 1));
        RunMaking making = new RunMaking(0, List.of(), 9, 0, RunMaking.Slice.ALL, 1);

        RunMaking.Made made = making.run(hashes.seen());
        List<IdentityRun> sliced = new ArrayList<>();
        RunMaking behind = making.behind(made.runs());
        behind.slices(made.large())
                .forEach(slice -> sliced.addAll(slice.run(hashes.seen()).runs()));

        assertThat(made.runs()).containsExactly(new IdentityRun(0, 0, 3, 3, 0));
        assertThat(made.large()).isEqualTo(new RunMaking.Large(4, RunMaking.MAX_SORTED + 1));
        assertThat(sliced)
                .containsOnly(IdentityRun.of(0, 3, 4, RunMaking.MAX_SORTED + 1))
                .hasSize(2);
        assertThat(behind.behind(sliced).run(hashes.seen()).runs()).isEmpty();
    }

    /** What an event costs in the index, and what that means for chance. */
    @Test
    void page_ofRunsOfAnySize_isAtMostThreeBytesAnEvent() {
        for (int events : new int[] {1_000, 10_000, 100_000, 300_000, 1_000_000, 4_000_000}) {
            hashes.add(events, 1, random(events, events));
            IdentityRun run = new RunMaking(events, List.of(), 1, events, RunMaking.Slice.ALL, 1)
                    .run(hashes.seen())
                    .runs()
                    .get(0);
            long bytes = 0;
            Iterator<IdentityIndex.Page> pages = hashes.record.index().pages(run, 0, run.pages());
            while (pages.hasNext()) {
                bytes += pages.next().bytes().length;
            }

            assertThat((double) bytes / events).as("%d events", events).isLessThanOrEqualTo(3.0);
        }
    }

    @Test
    void slices_ofManyIdentities_holdABoundedNumberEach() {
        assertThat(RunMaking.Slice.of(72_000_000)).hasSize(64).allMatch(slice -> slice.bits() == 6);
    }

    /** Of runs of any sizes, comparing finds every value that a new run has twice or has in common with another that it reaches. */
    @Test
    void lookups_runsOfAnySize_findWhatTheyHaveInCommon() {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            Hashes world = new Hashes();
            List<IdentityRun> runs = new ArrayList<>();
            TreeSet<IdentityRun> fresh = new TreeSet<>();
            long[] shared = random(60, seed + 1_000);
            for (int hour = 0; hour < 8; hour++) {
                int size = random.nextInt(3) == 0 ? 8_000 + random.nextInt(150_000) : random.nextInt(200);
                long[] own = random(size, 100L * seed + hour);
                int from = random.nextInt(40);
                long[] some = Arrays.copyOfRange(shared, from, from + random.nextInt(20));
                world.add(hour * HOUR, 1, concat(own, some));
                world.made(hour * HOUR, 1).forEach(run -> {
                    runs.add(run);
                    if (random.nextBoolean()) {
                        fresh.add(run);
                    }
                });
            }

            Set<String> expected = world.expected(runs, fresh);
            expected.removeAll(world.found(runs, fresh));
            assertThat(expected).as("seed %d: not found", seed).isEmpty();
        }
    }

    @Test
    void lookup_missingOrDamagedPages_goesByTheRecord() {
        hashes.add(0, 1, concat(random(60_000, 5), new long[] {42, -42}));
        hashes.add(HOUR, 1, 42, -42, 4);
        IdentityRun paged = make(0, List.of(), 1).get(0);
        IdentityRun fresh = make(HOUR, List.of(), 1).get(0);
        IdentityIndex index = hashes.record.index();
        index.dropRuns(List.of(paged), 1);
        index.write(paged, 0, List.of(new byte[] {1, 2, 3}).iterator(), 1);

        TreeSet<IdentityRun> asked = new TreeSet<>(Set.of(fresh));
        assertThat(hashes.found(List.of(paged, fresh), asked)).containsExactlyInAnyOrder("1/0 " + 42L, "1/0 " + -42L);
    }

    private List<IdentityRun> make(long bucket, List<IdentityRun> runs, long through) {
        return new RunMaking(bucket, runs, through, 0, RunMaking.Slice.ALL, 1)
                .run(hashes.seen())
                .runs();
    }

    /** The values of a run's pages that are far enough apart to be told. */
    private List<Long> values(IdentityRun run) {
        List<Long> values = new ArrayList<>();
        hashes.record.index().pages(run, 0, run.pages()).forEachRemaining(page -> {
            IdentityPage decoded = IdentityPage.decode(page.bytes());
            for (long value : decoded.values()) {
                values.add(run.whole() ? hashes.half(run.bucket(), value, decoded.bits()) : value);
            }
        });
        return values;
    }

    private static long[] random(int count, long seed) {
        return new Random(seed).longs(count).toArray();
    }

    private static long[] concat(long[] some, long... more) {
        long[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    /** A record of nothing but first halves of identities, with an index. */
    private static final class Hashes {
        final MemoryRecord record = new MemoryRecord();
        private final Map<Long, TreeMap<Long, long[]>> halves = new TreeMap<>();

        void add(long bucket, long batch, long... some) {
            halves.computeIfAbsent(bucket, none -> new TreeMap<>()).put(batch, some);
        }

        List<IdentityRun> made(long bucket, long through) {
            return new RunMaking(bucket, List.of(), through, 100_000, RunMaking.Slice.ALL, 1)
                    .run(seen())
                    .runs();
        }

        SystemOfRecord seen() {
            return (SystemOfRecord) Proxy.newProxyInstance(
                    SystemOfRecord.class.getClassLoader(),
                    new Class<?>[] {SystemOfRecord.class},
                    (self, method, args) -> switch (method.getName()) {
                        case "identities" -> identities((Long) args[0], (SystemOfRecord.Batches) args[1]);
                        case "count" -> count((Long) args[0], (SystemOfRecord.Batches) args[1]);
                        case "index" -> record.index();
                        default -> throw new IllegalStateException(method.getName());
                    });
        }

        private Iterator<long[]> identities(long bucket, SystemOfRecord.Batches batches) {
            return halves.getOrDefault(bucket, new TreeMap<>()).entrySet().stream()
                    .filter(batch -> batches.contain(batch.getKey()))
                    .map(Map.Entry::getValue)
                    .iterator();
        }

        private long count(long bucket, SystemOfRecord.Batches batches) {
            long count = 0;
            for (Iterator<long[]> portions = identities(bucket, batches); portions.hasNext(); ) {
                count += portions.next().length;
            }
            return count;
        }

        private long[] all(long bucket) {
            LongList all = new LongList();
            identities(bucket, SystemOfRecord.Batches.before(Long.MAX_VALUE)).forEachRemaining(some -> {
                for (long half : some) {
                    all.add(half);
                }
            });
            return all.toArray();
        }

        long half(long bucket, long value, int bits) {
            return Arrays.stream(all(bucket))
                    .filter(half -> IdentityPage.cut(IdentityPage.value(half), bits) == value)
                    .findFirst()
                    .orElseThrow();
        }

        /** "hour/hour half" of each identity that lookups and confirmations find. */
        Set<String> found(List<IdentityRun> runs, TreeSet<IdentityRun> fresh) {
            Hits hits = new Hits();
            each(new Lookups(HORIZON, runs, fresh, MAX_KEYS).tasks()).forEach(hits::add);
            Map<Long, Set<Long>> behind = new TreeMap<>();
            Set<String> found = new TreeSet<>();
            for (Confirmation.Confirmed one : each(hits.confirmations(1))) {
                for (long half : one.halves()) {
                    if (!behind.computeIfAbsent(one.bucket(), none -> new TreeSet<>())
                            .add(half)) {
                        found.add(one.bucket() / HOUR + "/" + one.bucket() / HOUR + " " + half);
                    }
                }
            }
            pairs(behind, fresh, found);
            return found;
        }

        Set<String> expected(List<IdentityRun> runs, TreeSet<IdentityRun> fresh) {
            Map<Long, Set<Long>> whole = new TreeMap<>();
            Set<String> expected = new TreeSet<>();
            for (IdentityRun run : runs) {
                Set<Long> seen = new TreeSet<>();
                for (long half : all(run.bucket())) {
                    if (!seen.add(half) && fresh.contains(run)) {
                        expected.add(run.bucket() / HOUR + "/" + run.bucket() / HOUR + " " + half);
                    }
                }
                whole.put(run.bucket(), seen);
            }
            pairs(whole, fresh, expected);
            return expected;
        }

        private static void pairs(Map<Long, Set<Long>> halves, TreeSet<IdentityRun> fresh, Set<String> into) {
            for (IdentityRun run : fresh) {
                halves.getOrDefault(run.bucket(), Set.of())
                        .forEach(half -> halves.forEach((other, some) -> {
                            if (other != run.bucket() && HORIZON.reaches(other, run.bucket()) && some.contains(half)) {
                                into.add(run.bucket() / HOUR + "/" + other / HOUR + " " + half);
                            }
                        }));
            }
        }

        private <R extends Serializable> List<R> each(List<? extends SearchTask<R>> tasks) {
            List<R> results = new ArrayList<>();
            tasks.forEach(task -> results.add(task.run(seen())));
            return results;
        }
    }
}
