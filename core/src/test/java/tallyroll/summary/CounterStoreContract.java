package tallyroll.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.CountersPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.CounterStore.Increment;
import tallyroll.summary.SummaryStore.Partition;

/** A test for each sentence of {@link CounterStore}; every implementation extends it. */
public abstract class CounterStoreContract {
    protected static final long HOUR = 3_600_000_000L;
    /** 2001-01-05T00:00Z. */
    protected static final long BUCKET = 978_652_800_000_000L;

    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pipeline PIPELINE = CountersPipeline.inMemory();

    /** An empty store for the tables of {@link CountersPipeline}. */
    protected abstract CounterStore counters();

    /** What stands in a row; zeros where there is none. */
    protected abstract long[] row(Partition partition, long bucket);

    @Test
    void add_rowThatIsNotThere_beginsAtZero() {
        add(partition("here"), increment(0, 3, 40));

        assertThat(row(partition("here"), BUCKET)).containsExactly(3, 40);
    }

    @Test
    void add_rowThatIsThere_isAddedTo() {
        add(partition("here"), increment(0, 3, 40));
        add(partition("here"), increment(0, 1, -50));

        assertThat(row(partition("here"), BUCKET)).containsExactly(4, -10);
    }

    @Test
    void add_sameAgain_countsAgain() {
        add(partition("here"), increment(0, 1, 1));
        add(partition("here"), increment(0, 1, 1));

        assertThat(row(partition("here"), BUCKET)).containsExactly(2, 2);
    }

    @Test
    void add_zero_changesNothing() {
        add(partition("here"), increment(0, 5, 0));
        add(partition("here"), increment(0, 0, 0));

        assertThat(row(partition("here"), BUCKET)).containsExactly(5, 0);
    }

    @Test
    void add_greatNumbers_areExact() {
        add(partition("here"), increment(0, 1, Long.MAX_VALUE - 7));
        add(partition("here"), increment(0, 1, 7));

        assertThat(row(partition("here"), BUCKET)).containsExactly(2, Long.MAX_VALUE);
    }

    @Test
    void add_manyRowsAtOnce_addsToEach() {
        add(
                partition("here"),
                IntStream.range(0, 300).mapToObj(i -> increment(i, 1, i)).toArray(Increment[]::new));

        assertThat(IntStream.range(0, 300)).allSatisfy(i -> assertThat(row(partition("here"), BUCKET + i * HOUR))
                .containsExactly(1, i));
    }

    @Test
    void add_otherPartitions_areLeftAlone() {
        Partition here = partition("here");
        add(here, increment(0, 1, 1));

        assertThat(row(partition("there"), BUCKET)).containsExactly(0, 0);
        assertThat(row(new Partition(here.table(), here.group(), "2001-02"), BUCKET))
                .containsExactly(0, 0);
        assertThat(row(new Partition(table(1), here.group(), here.period()), BUCKET))
                .containsExactly(0, 0);
    }

    @Test
    void add_byManyThreadsAtOnce_losesNothing() {
        CounterStore counters = counters();
        CompletableFuture<?>[] threads = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> IntStream.range(0, 50)
                        .forEach(i -> assertThat(counters.add(partition("here"), List.of(increment(0, 1, thread))))
                                .succeedsWithin(PATIENCE)
                                .isEqualTo(WriteOutcome.WRITTEN))))
                .toArray(CompletableFuture<?>[]::new);

        assertThat(CompletableFuture.allOf(threads)).succeedsWithin(PATIENCE);
        assertThat(row(partition("here"), BUCKET)).containsExactly(400, 50 * 28);
    }

    protected void add(Partition partition, Increment... increments) {
        assertThat(counters().add(partition, List.of(increments)))
                .succeedsWithin(PATIENCE)
                .isEqualTo(WriteOutcome.WRITTEN);
    }

    /** @param hour the bucket's place after the first */
    protected static Increment increment(int hour, long... deltas) {
        return new Increment(BUCKET + hour * HOUR, deltas);
    }

    protected static Partition partition(String place) {
        RollupTable table = table(0);
        GroupCodec groups = new GroupCodec(table.rollup(), PIPELINE.event().schema());
        return new Partition(table, groups.key(List.of(place)), table.period().label(BUCKET));
    }

    private static RollupTable table(int granularity) {
        Rollup rollup = PIPELINE.rollups().get(0);
        return RollupTable.all(PIPELINE, rollup).get(granularity);
    }
}
