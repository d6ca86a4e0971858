package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.flow.SmallPipeline.event;
import static tallyroll.flow.SmallPipeline.micros;
import static tallyroll.flow.SmallPipeline.summaryMode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.BatchTasks.ApplyPorts;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;

/** What new events become under the modes that have no record; {@link ApplyTaskTest} has the third. */
class SummaryModeTest {
    private static final long TEN = micros("2026-03-27T10:00:00Z");
    private static final long FIRST_TIMESTAMP = micros("2026-11-25T08:00:00.001Z");
    private static final long LATER_TIMESTAMP = micros("2026-11-25T08:05:00.002Z");

    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryCounters counters = new MemoryCounters();

    @Test
    void aggregates_eventsOfTwoBatches_areARowEachByProcessingTime() {
        apply(
                "aggregates-direct",
                1,
                FIRST_TIMESTAMP,
                0,
                event("2026-03-27T10:01:00Z", "x", 5),
                event("2026-01-01T00:00:00Z", "x", 7));
        apply("aggregates-direct", 2, LATER_TIMESTAMP, 0, event("2026-03-27T10:02:00Z", "x", 2));

        assertThat(partials()).containsExactly("batch 1 at 08:00:00.001: 2 12", "batch 2 at 08:05:00.002: 1 2");
    }

    @Test
    void aggregates_taskTriedAgain_writesTheSameRow() {
        apply("aggregates-direct", 1, FIRST_TIMESTAMP, 0, event("2026-03-27T10:01:00Z", "x", 5));
        apply("aggregates-direct", 1, FIRST_TIMESTAMP, 1, event("2026-03-27T10:01:00Z", "x", 5));

        assertThat(partials()).containsExactly("batch 1 at 08:00:00.001: 1 5");
    }

    @Test
    void aggregates_batchRunAgainByTheNextDriver_countsTwice() {
        apply("aggregates-direct", 1, FIRST_TIMESTAMP, 0, event("2026-03-27T10:01:00Z", "x", 5));
        apply("aggregates-direct", 1, LATER_TIMESTAMP, 0, event("2026-03-27T10:01:00Z", "x", 5));

        assertThat(partials()).containsExactly("batch 1 at 08:00:00.001: 1 5", "batch 1 at 08:05:00.002: 1 5");
    }

    @Test
    void counters_eventsOfTwoBatches_addUpInEveryGranularity() {
        apply(
                "counters-direct",
                1,
                FIRST_TIMESTAMP,
                0,
                event("2026-03-27T10:01:00Z", "x", 5),
                event("2026-03-27T10:50:00Z", "x", 7));
        apply("counters-direct", 2, LATER_TIMESTAMP, 0, event("2026-03-27T10:02:00Z", "x", 2));

        assertThat(counted("short_15m", TEN)).containsExactly(2, 7);
        assertThat(counted("short_1h", TEN)).containsExactly(3, 14);
        assertThat(counted("short_1d", micros("2026-03-27T00:00:00Z"))).containsExactly(3, 14);
    }

    @Test
    void counters_taskTriedAgain_countsTwice() {
        apply("counters-direct", 1, FIRST_TIMESTAMP, 0, event("2026-03-27T10:01:00Z", "x", 5));
        apply("counters-direct", 1, FIRST_TIMESTAMP, 1, event("2026-03-27T10:01:00Z", "x", 5));

        assertThat(counted("short_1h", TEN)).containsExactly(2, 10);
    }

    /** A mode is one class: nothing in the flow or the stores asks which one it is. */
    @Test
    void fourthMode_eventsOfTwoBatches_areAppliedOnceToItsOwnTables() {
        Pipeline pipeline = SmallPipeline.under(new Strategy(new FourthMode(), IngestionModes.DIRECT));

        apply(pipeline, 1, FIRST_TIMESTAMP, 0, event("2026-03-27T10:01:00Z", "x", 5));
        apply(pipeline, 2, LATER_TIMESTAMP, 0, event("2026-03-27T10:50:00Z", "x", 7));
        ApplyReport again = apply(pipeline, 2, LATER_TIMESTAMP, 1, event("2026-03-27T10:50:00Z", "x", 7));

        assertThat(again.already()).isEqualTo(again.rows()).isEqualTo(4);
        assertThat(total(pipeline, "short_1h", TEN)).containsExactly(2L, BigInteger.valueOf(12));
        assertThat(pipeline.systemOfRecord()).isEmpty();
        assertThat(pipeline.strategy().label()).isEqualTo("trusting-direct");
        assertThat(pipeline.strategy().verifiable()).isEqualTo(Strategy.IDEMPOTENT_DIRECT);
    }

    private Object[] total(Pipeline pipeline, String name, long bucket) {
        RollupTable table = table(pipeline, name);
        Partition partition =
                new Partition(table, group(pipeline), table.period().label(bucket));
        return summaries
                .read(partition, bucket, bucket)
                .toCompletableFuture()
                .join()
                .get(0)
                .values();
    }

    private static RollupTable table(Pipeline pipeline, String name) {
        return RollupTable.all(pipeline, pipeline.rollups().get(0)).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void apply(String strategy, long batch, long writeTimestamp, int attempt, Event... events) {
        apply(summaryMode(strategy), batch, writeTimestamp, attempt, events);
    }

    private ApplyReport apply(Pipeline pipeline, long batch, long writeTimestamp, int attempt, Event... events) {
        IngestClaim claim = new IngestClaim(batch, writeTimestamp, 0, List.of());
        TaskPlan plan = TaskPlan.of(pipeline, Expressions.NONE, 1_000);
        MapSideAggregator fold = plan.aggregatorOfNewEvents(claim);
        for (Event event : events) {
            fold.fold(event);
        }
        List<ShuffleRecord> shuffled = new ArrayList<>();
        fold.drain(shuffled::add);
        shuffled.sort((left, right) -> ShuffleKey.compare(left.key(), right.key()));
        ApplyPorts ports = new ApplyPorts(summaries, counters, RetryPolicy.immediately(3), open -> {});
        return new IngestTasks(plan, claim, range -> null, Long.MIN_VALUE, Outdated.NONE)
                .applyTask(attempt, shuffled.iterator(), ports)
                .apply();
    }

    private List<String> partials() {
        Pipeline pipeline = summaryMode("aggregates-direct");
        RollupTable table = RollupTable.all(pipeline, pipeline.rollups().get(0)).get(0);
        assertThat(table.name()).isEqualTo("short_partials");
        return summaries
                .read(new Partition(table, group(pipeline), "2026-11-25"), Long.MIN_VALUE, Long.MAX_VALUE)
                .toCompletableFuture()
                .join()
                .stream()
                .map(row -> "batch %d at %s: %s %s"
                        .formatted(row.batch(), SmallPipeline.time(row.bucket()), row.values()[0], row.values()[1]))
                .toList();
    }

    private long[] counted(String name, long bucket) {
        Pipeline pipeline = summaryMode("counters-direct");
        RollupTable table = table(pipeline, name);
        return counters.row(new Partition(table, group(pipeline), table.period().label(bucket)), bucket, 2);
    }

    private static GroupKey group(Pipeline pipeline) {
        return new GroupCodec(pipeline.rollups().get(0), pipeline.event().schema()).key(List.of("x"));
    }
}
