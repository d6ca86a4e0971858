package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.flow.SmallPipeline.PIPELINE;
import static tallyroll.flow.SmallPipeline.event;
import static tallyroll.flow.SmallPipeline.micros;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.apply.Retry;
import tallyroll.control.Claim;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;

class ApplyTaskTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long TEN = micros("2026-03-27T10:00:00Z");

    private final MemorySummaries summaries = new MemorySummaries();

    @Test
    void merge_eventsOfTwoBatches_addUpInEveryGranularity() {
        apply(1, Mode.MERGE, null, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T10:50:00Z", "x", 7));
        apply(2, Mode.MERGE, null, event("2026-03-27T11:00:00Z", "x", 1), event("2026-03-27T10:02:00Z", "x", 2));

        assertThat(rows("short_15m", "x")).containsExactly("10:00 2 7", "10:45 1 7", "11:00 1 1");
        assertThat(rows("short_1h", "x")).containsExactly("10:00 3 14", "11:00 1 1");
        assertThat(rows("short_1d", "x")).containsExactly("00:00 4 15");
    }

    @Test
    void merge_batchRunsAgain_changesNothing() {
        apply(1, Mode.MERGE, null, event("2026-03-27T10:01:00Z", "x", 5));

        ApplyReport again = apply(1, Mode.MERGE, null, event("2026-03-27T10:01:00Z", "x", 5));

        assertThat(again.already()).isEqualTo(again.rows()).isEqualTo(4);
        assertThat(rows("short_1d", "x")).containsExactly("00:00 1 5");
    }

    @Test
    void replace_oneHour_keepsTheOthersInTheDay() {
        apply(1, Mode.MERGE, null, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T11:01:00Z", "x", 100));

        ApplyReport report = apply(
                2,
                Mode.REPLACE,
                hour(TEN),
                event("2026-03-27T10:20:00Z", "x", 6),
                event("2026-03-27T10:21:00Z", "x", 6));

        assertThat(rows("short_1h", "x")).containsExactly("10:00 2 12", "11:00 1 100");
        assertThat(rows("short_1d", "x")).containsExactly("00:00 3 112");
        assertThat(report.drifted()).isPositive();
    }

    @Test
    void replace_onlyNamed_deletesTheRowAndTakesItOutOfTheDay() {
        apply(1, Mode.MERGE, null, event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T11:01:00Z", "x", 100));

        applyPackets(2, Mode.REPLACE, hour(TEN), named(event("2026-03-27T10:01:00Z", "x", 5)));

        assertThat(rows("short_15m", "x")).containsExactly("11:00 1 100");
        assertThat(rows("short_1d", "x")).containsExactly("00:00 1 100");
    }

    @Test
    void replace_rightRows_areLeftAsTheyAre() {
        Event[] events = {event("2026-03-27T10:01:00Z", "x", 5), event("2026-03-27T10:31:00Z", "x", 6)};
        apply(1, Mode.MERGE, null, events);

        ApplyReport report = apply(2, Mode.REPLACE, hour(TEN), events);

        assertThat(report.written() + report.deleted()).isZero();
        assertThat(report.same()).isEqualTo(report.rows());
    }

    @Test
    void compare_wrongRow_isReportedAndNotTouched() {
        apply(1, Mode.MERGE, null, event("2026-03-27T10:01:00Z", "x", 5));

        ApplyReport report = apply(2, Mode.COMPARE, hour(TEN), event("2026-03-27T10:01:00Z", "x", 6));

        assertThat(report.drifts())
                .filteredOn(drift -> drift.table().equals("short_1h"))
                .containsExactly(new Drift("short_1h", 0, 1, List.of("x"), TEN, "amount", "5", "6"));
        assertThat(rows("short_1h", "x")).containsExactly("10:00 1 5");
    }

    @Test
    void fold_drainedAfterEveryFewCells_givesTheSameRows() {
        for (int maxCells : new int[] {1, 2, 5, 100_000}) {
            MemorySummaries fresh = new MemorySummaries();
            MapSideAggregator fold = fold(maxCells);
            List<ShuffleRecord> packets = new ArrayList<>();
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
                    fold.drain(packets::add);
                }
            }
            fold.drain(packets::add);
            run(fresh, 1, Mode.MERGE, null, packets);

            assertThat(packets.size()).isGreaterThanOrEqualTo(4);
            assertThat(rows(fresh, "short_1d", "p1"))
                    .as("at most %d cells", maxCells)
                    .containsExactly("00:00 " + naive[0] + " " + naive[1]);
        }
    }

    private static Scope.Recount hour(long bucket) {
        return new BucketScope(PIPELINE, List.of(bucket));
    }

    private static MapSideAggregator fold(int maxCells) {
        return new MapSideAggregator(PIPELINE.rollups(), PIPELINE.event().schema(), Expressions.NONE.bind(), maxCells);
    }

    private ApplyReport apply(long batch, Mode mode, Scope.Recount scope, Event... events) {
        MapSideAggregator fold = fold(1_000);
        for (Event event : events) {
            fold.fold(event, scope == null ? Scope.EVERYTHING : scope, true);
        }
        List<ShuffleRecord> packets = new ArrayList<>();
        fold.drain(packets::add);
        return applyPackets(batch, mode, scope, packets);
    }

    private static List<ShuffleRecord> named(Event event) {
        MapSideAggregator fold = fold(1_000);
        fold.fold(event, hour(TEN), false);
        List<ShuffleRecord> packets = new ArrayList<>();
        fold.drain(packets::add);
        return packets;
    }

    private ApplyReport applyPackets(long batch, Mode mode, Scope.Recount scope, List<ShuffleRecord> packets) {
        return run(summaries, batch, mode, scope, packets);
    }

    private static ApplyReport run(
            MemorySummaries store, long batch, Mode mode, Scope.Recount scope, List<ShuffleRecord> packets) {
        Claim claim = new Claim(batch, 1_700_000_000_000_000L + batch * 1_000, 0, new Claim.Ingest(List.of()));
        TaskWork work = new TaskWork(PIPELINE, Expressions.NONE, claim, 1_000);
        packets.sort((left, right) -> ShuffleKey.compare(left.key(), right.key()));
        return new ApplyTask(work, 0, mode, scope, store, Retry.immediately(2)).run(packets.iterator());
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
