package tallyroll.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.apply.Decision;
import tallyroll.apply.PartitionApply;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SummaryModes;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;

/** How long rows of a rollup with {@code keep} live, and that a life that is over does not begin again. */
class RowLifeTest {
    private static final Pipeline PIPELINE = ContractPipeline.inMemory();
    private static final RollupTable HOURS = table("1h", Duration.ofDays(30));
    private static final RollupTable DAYS = table("1d", Duration.ofDays(30));
    private static final RowShape SHAPE =
            new RowShape(HOURS.rollup(), PIPELINE.event().schema());
    private static final long NOON = at("2026-03-10T12:00:00Z");
    private static final long DAY = at("2026-03-10T00:00:00Z");
    private static final Partition HERE = new Partition(
            HOURS,
            new GroupCodec(HOURS.rollup(), PIPELINE.event().schema()).key(List.of("here")),
            HOURS.period().label(NOON));

    private Instant now = Instant.parse("2026-03-10T13:00:00Z");
    private final MemorySummaries summaries = new MemorySummaries(() -> now);

    /** A day is merged from its hours, so they live as long as it does. */
    @Test
    void keptUntil_everyRowOfADay_isTheSame() {
        assertThat(Micros.toInstant(HOURS.keptUntil(NOON))).isEqualTo("2026-04-10T00:00:00Z");
        assertThat(HOURS.keptUntil(DAY)).isEqualTo(HOURS.keptUntil(NOON)).isEqualTo(DAYS.keptUntil(DAY));
        assertThat(table("1h", Duration.ZERO).keptUntil(NOON)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void keptUntil_rowOfABatch_countsFromTheBatch() {
        RollupTable partials = new RollupTable(HOURS.rollup(), Granularity.of("1h"), SummaryModes.PARTIALS);

        assertThat(Micros.toInstant(partials.keptUntil(NOON))).isEqualTo("2026-04-09T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-10T00:00:00Z, 86400",
        "2026-04-09T23:59:59.5Z, 86401",
        "2026-04-01T00:00:00Z, 864000",
    })
    void ttl_ofAWrite_reachesADayBeyondItsLife(Instant claimed, int seconds) {
        assertThat(RowLife.ttlSeconds(HOURS, NOON, Micros.of(claimed))).isEqualTo(seconds);
        assertThat(RowLife.ttlSeconds(table("1h", Duration.ZERO), NOON, Micros.of(claimed)))
                .isEqualTo(RowLife.NO_TTL);
    }

    /** Later than a table of Cassandra 4 can say: it is kept until it is written again. */
    @Test
    void ttl_beyond2038_isNone() {
        assertThat(RowLife.ttlSeconds(table("1h", Duration.ofDays(12 * 365)), NOON, NOON))
                .isEqualTo(RowLife.NO_TTL);
        assertThat(RowLife.ttlSeconds(HOURS, at("2400-01-01T00:00:00Z"), NOON)).isEqualTo(RowLife.NO_TTL);
    }

    @Test
    void apply_rowWhoseLifeIsNotOver_isWrittenAndEnds() {
        apply(1, at("2026-04-09T23:59:59Z"));

        now = Instant.parse("2026-04-10T23:59:58Z");
        assertThat(rows()).hasSize(1);
        now = Instant.parse("2026-04-11T00:00:00Z");
        assertThat(rows()).isEmpty();
    }

    /** Else a late event would stand there alone, as if it were all there ever was. */
    @Test
    void apply_rowWhoseLifeIsOver_isNotWritten() {
        apply(1, at("2026-04-10T00:00:00Z"));

        assertThat(rows()).isEmpty();
    }

    @Test
    void apply_rowThatStandsAfterItsLife_isLeftAsItIs() {
        apply(1, at("2026-03-10T14:00:00Z"));
        now = Instant.parse("2026-04-10T12:00:00Z");

        apply(2, Micros.of(now));

        assertThat(rows()).extracting(SummaryRow::batch).containsExactly(1L);
    }

    @Test
    void keptUntil_weeksBesideMonths_isTheEndOfWhicheverIsLast() {
        Rollup made = PIPELINE.rollups().get(0);
        Rollup kept = new Rollup(
                made.name(),
                made.by(),
                List.of(Granularity.of("1d"), Granularity.of("1w"), Granularity.of("1mo")),
                made.measures(),
                made.where(),
                Duration.ofDays(60));
        RollupTable days = new RollupTable(kept, Granularity.of("1d"));

        assertThat(days.keptUntil(at("2026-01-06T00:00:00Z"))).isEqualTo(at("2026-04-02T00:00:00Z"));
        assertThat(days.keptUntil(at("2026-01-30T00:00:00Z"))).isEqualTo(at("2026-04-03T00:00:00Z"));
    }

    private void apply(long batch, long writeTimestamp) {
        PartitionApply apply = new PartitionApply(summaries, batch, writeTimestamp, RetryPolicy.immediately(3));
        SummaryRow row = new SummaryRow(NOON, batch, SHAPE.values(SHAPE.neutral()));
        assertThat(apply.apply(HERE, new TreeSet<>(List.of(NOON)), (bucket, stored) -> new Decision.Write(row)))
                .succeedsWithin(Duration.ofSeconds(20));
    }

    private List<SummaryRow> rows() {
        return summaries.read(HERE, NOON, NOON).toCompletableFuture().join();
    }

    private static RollupTable table(String every, Duration keep) {
        Rollup made = PIPELINE.rollups().get(0);
        Rollup kept = new Rollup(
                made.name(),
                made.by(),
                List.of(Granularity.of("1h"), Granularity.of("1d")),
                made.measures(),
                made.where(),
                keep);
        return new RollupTable(kept, Granularity.of(every));
    }

    private static long at(String instant) {
        return Micros.of(Instant.parse(instant));
    }
}
