package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallyroll.flow.SmallPipeline.PIPELINE;
import static tallyroll.flow.SmallPipeline.PLAN;
import static tallyroll.flow.SmallPipeline.event;
import static tallyroll.flow.SmallPipeline.micros;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.event.Event;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;

class ApplyTaskTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long TEN = micros("2026-03-27T10:00:00Z");

    private static final long FIRST = 1_700_000_000_000_000L;
    private static final Scope.Recount HOUR_TEN = new BucketScope(PLAN, List.of(TEN));

    private final MemorySummaries summaries = new MemorySummaries();

    @Test
    void merge_eventsOfTwoBatches_addUpInEveryGranularity() {
        merge(1, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T10:50:00Z", "x", 7));
        merge(2, event("2026-03-27T11:00:00Z", "x", 1), event("2026-03-27T10:02:00Z", "x", 2));

        assertThat(rows("short_15m", "x")).containsExactly("10:00 2 7", "10:45 1 7", "11:00 1 1");
        assertThat(rows("short_1h", "x")).containsExactly("10:00 3 14", "11:00 1 1");
        assertThat(rows("short_1d", "x")).containsExactly("00:00 4 15");
    }

    @Test
    void merge_batchRunsAgain_changesNothing() {
        merge(1, event("2026-03-27T10:01:00Z", "x", 5));

        ApplyReport again = merge(1, event("2026-03-27T10:01:00Z", "x", 5));

        assertThat(again.already()).isEqualTo(again.rows()).isEqualTo(4);
        assertThat(rows("short_1d", "x")).containsExactly("00:00 1 5");
    }

    @Test
    void replace_oneHour_keepsTheOthersInTheDay() {
        merge(1, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T11:01:00Z", "x", 100));

        ApplyReport report = replace(event("2026-03-27T10:20:00Z", "x", 6), event("2026-03-27T10:21:00Z", "x", 6));

        assertThat(rows("short_1h", "x")).containsExactly("10:00 2 12", "11:00 1 100");
        assertThat(rows("short_1d", "x")).containsExactly("00:00 3 112");
        assertThat(report.drifted()).isPositive();
    }

    @Test
    void replace_onlyNamed_deletesTheRowAndTakesItOutOfTheDay() {
        merge(1, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T11:01:00Z", "x", 100));

        replaceBy(named(event("2026-03-27T10:01:00Z", "x", 5)));

        assertThat(rows("short_15m", "x")).containsExactly("11:00 1 100");
        assertThat(rows("short_1d", "x")).containsExactly("00:00 1 100");
    }

    /** A driver that was taken for dead wakes up in settling batch 2, while another has applied batch 3. */
    @Test
    void replace_anHourBesideARowOfALaterBatch_isFencedBeforeItWritesTheDay() {
        merge(1, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T11:01:00Z", "x", 100));
        merge(3, event("2026-03-27T11:02:00Z", "x", 1000));
        loseDay();

        assertThatThrownBy(() -> replace(event("2026-03-27T10:01:00Z", "x", 6)))
                .isInstanceOf(FencedException.class)
                .hasMessage("Cannot apply batch 2 to \"short_15m\" period 2026-03: stored batch 3 is newer, so another"
                        + " driver has taken over. This driver stops; nothing is lost.");

        assertThat(rows("short_1d", "x")).isEmpty();
    }

    @Test
    void replace_rightRows_areLeftAsTheyAre() {
        Event[] events = {event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T10:31:00Z", "x", 6)};
        merge(1, events);

        ApplyReport report = replace(events);

        assertThat(report.written() + report.deleted()).isZero();
        assertThat(report.same()).isEqualTo(report.rows());
    }

    @Test
    void compare_wrongRow_isReportedAndNotTouched() {
        merge(1, event("2026-03-27T10:01:00Z", "x", 5));

        ApplyReport report = compare(event("2026-03-27T10:01:00Z", "x", 6));

        assertThat(report.drifts())
                .filteredOn(drift -> drift.table().equals("short_1h"))
                .containsExactly(new Drift("short_1h", 0, 1, List.of("x"), TEN, "amount", "5", "6"));
        assertThat(rows("short_1h", "x")).containsExactly("10:00 1 5");
    }

    @Test
    void fold_drainedAfterEveryFewAccumulators_givesTheSameRows() {
        for (int maxAccumulators : new int[] {1, 2, 5, 100_000}) {
            MemorySummaries fresh = new MemorySummaries();
            MapSideAggregator fold = fold(maxAccumulators);
            List<ShuffleRecord> shuffled = new ArrayList<>();
            Random random = new Random(11);
            long[] naive = new long[2];
            for (int i = 0; i < 500; i++) {
                String at = "2026-03-27T%02d:%02d:00Z".formatted(random.nextInt(24), random.nextInt(60));
                int place = random.nextInt(4);
                int amount = random.nextInt(100);
                naive[0] += place == 1 ? 1 : 0;
                naive[1] += place == 1 ? amount : 0;
                fold.fold(event(at, "p" + place, amount));
                if (fold.full()) {
                    fold.drain(shuffled::add);
                }
            }
            fold.drain(shuffled::add);
            newEvents(1).applyTask(0, sorted(shuffled), ports(fresh)).apply();

            assertThat(shuffled.size()).isGreaterThanOrEqualTo(4);
            assertThat(rows(fresh, "short_1d", "p1"))
                    .as("at most %d accumulators", maxAccumulators)
                    .containsExactly("00:00 " + naive[0] + " " + naive[1]);
        }
    }

    /** What an earlier attempt applied, of what it was given, may stand. */
    @Test
    void apply_furtherAttemptOfATask_isReported() {
        List<ShuffleRecord> shuffled = folded(Scope.EVERYTHING, event("2026-03-27T10:00:00Z", "x", 1));
        TaskStats again = new TaskStats(Books.NONE, List.of(), List.of(), List.of(), true, List.of());
        List<ShuffleRecord> withStats = new ArrayList<>(shuffled);
        withStats.add(new ShuffleRecord(ShuffleKey.statsKey(0), again.bytes()));

        assertThat(newEvents(1)
                        .applyTask(0, sorted(shuffled), ports(new MemorySummaries()))
                        .apply()
                        .retried())
                .isFalse();
        assertThat(newEvents(1)
                        .applyTask(1, sorted(shuffled), ports(new MemorySummaries()))
                        .apply()
                        .retried())
                .isTrue();
        assertThat(newEvents(1)
                        .applyTask(0, sorted(withStats), ports(new MemorySummaries()))
                        .apply()
                        .retried())
                .as("a map task")
                .isTrue();
    }

    /** The write of batch 3 to the day's row got no answer and has not landed. */
    private void loseDay() {
        Rollup rollup = PIPELINE.rollups().get(0);
        RollupTable day = new RollupTable(rollup, rollup.every().get(2));
        GroupKey group = new GroupCodec(rollup, PIPELINE.event().schema()).key(List.of("x"));
        long start = micros("2026-03-27T00:00:00Z");
        summaries.delete(new Partition(day, group, day.period().label(start)), List.of(start), FIRST + 3_500);
    }

    private static MapSideAggregator fold(int maxAccumulators) {
        return new MapSideAggregator(PIPELINE.rollups(), PIPELINE.event().schema(), maxAccumulators);
    }

    private ApplyReport merge(long batch, Event... events) {
        return newEvents(batch)
                .applyTask(0, sorted(folded(Scope.EVERYTHING, events)), ports(summaries))
                .apply();
    }

    private ApplyReport replace(Event... events) {
        return replaceBy(folded(HOUR_TEN, events));
    }

    private ApplyReport replaceBy(List<ShuffleRecord> shuffled) {
        SettleClaim claim = new SettleClaim(2, FIRST + 2_000, 0, List.of(TEN), Claim.Cause.SETTLE);
        RecountInput input = new RecountInput(HOUR_TEN, RepeatedIdentities.NONE, 2);
        return new SettleTasks(PLAN, claim, input, Outdated.NONE)
                .applyTask(0, sorted(shuffled), ports(summaries))
                .apply();
    }

    private ApplyReport compare(Event... events) {
        RecountInput input = new RecountInput(HOUR_TEN, RepeatedIdentities.NONE, RecountInput.ALL_BATCHES);
        return new CompareTasks(PLAN, input)
                .applyTask(0, sorted(folded(HOUR_TEN, events)), ports(summaries))
                .apply();
    }

    private static IngestTasks newEvents(long batch) {
        return new IngestTasks(
                PLAN,
                new IngestClaim(batch, FIRST + batch * 1_000, 0, List.of()),
                range -> null,
                Long.MIN_VALUE,
                Outdated.NONE);
    }

    private static List<ShuffleRecord> folded(Scope scope, Event... events) {
        MapSideAggregator fold = fold(1_000);
        for (Event event : events) {
            fold.fold(event, scope, true);
        }
        List<ShuffleRecord> shuffled = new ArrayList<>();
        fold.drain(shuffled::add);
        return shuffled;
    }

    private static List<ShuffleRecord> named(Event event) {
        MapSideAggregator fold = fold(1_000);
        fold.fold(event, HOUR_TEN, false);
        List<ShuffleRecord> shuffled = new ArrayList<>();
        fold.drain(shuffled::add);
        return shuffled;
    }

    private static Iterator<ShuffleRecord> sorted(List<ShuffleRecord> shuffled) {
        shuffled.sort((left, right) -> ShuffleKey.compare(left.key(), right.key()));
        return shuffled.iterator();
    }

    private static ApplyPorts ports(MemorySummaries store) {
        return new ApplyPorts(store, new MemoryCounters(), RetryPolicy.immediately(3), claim -> {});
    }

    private List<String> rows(String table, String place) {
        return rows(summaries, table, place);
    }

    /** The rows of a table's group, each as the hour and minute of its bucket, its count and its sum. */
    private static List<String> rows(MemorySummaries store, String name, String place) {
        Rollup rollup = PIPELINE.rollups().get(0);
        Map<Long, String> rows = new TreeMap<>();
        rollup.every().stream()
                .map(every -> new RollupTable(rollup, every))
                .filter(table -> table.name().equals(name))
                .forEach(table -> {
                    var key = new GroupCodec(rollup, PIPELINE.event().schema()).key(List.of(place));
                    store.read(new Partition(table, key, table.period().label(TEN)), TEN - 48 * HOUR, TEN + 48 * HOUR)
                            .toCompletableFuture()
                            .join()
                            .forEach(row -> rows.put(
                                    row.bucket(),
                                    "%tR %s %s"
                                            .formatted(
                                                    Instant.ofEpochMilli(row.bucket() / 1_000)
                                                            .atOffset(ZoneOffset.UTC),
                                                    row.values()[0],
                                                    row.values()[1])));
                });
        return List.copyOf(rows.values());
    }
}
