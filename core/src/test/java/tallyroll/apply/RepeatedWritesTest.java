package tallyroll.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupKey;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;

/** What becomes of counters and of partials, with each answer a store can give. */
class RepeatedWritesTest {
    private static final Rollup ROLLUP = ContractPipeline.inMemory().rollups().get(0);
    private static final Partition COUNTERS = partition(SummaryModes.COUNTERS);
    private static final Partition PARTIALS = partition(SummaryModes.PARTIALS);
    private static final long TIMESTAMP = 1_700_000_000_000_000L;

    private final MemoryCounters counters = new MemoryCounters();
    private final MemorySummaries partials = new MemorySummaries();
    private final ScriptedAnswers answers = new ScriptedAnswers();

    @ParameterizedTest
    @CsvSource({
        "AT_LEAST_ONCE, LANDS, 5",
        "AT_LEAST_ONCE, REFUSED LANDS, 5",
        "AT_LEAST_ONCE, UNKNOWN_LOST LANDS, 5",
        "AT_LEAST_ONCE, UNKNOWN_LANDED LANDS, 10",
        "AT_LEAST_ONCE, UNKNOWN_LANDED UNKNOWN_LANDED LANDS, 15",
        "AT_MOST_ONCE, LANDS, 5",
        "AT_MOST_ONCE, REFUSED LANDS, 5",
        "AT_MOST_ONCE, UNKNOWN_LOST, 0",
        "AT_MOST_ONCE, UNKNOWN_LANDED, 5"
    })
    void counters_storeAnswers_errOnTheSideThatWasChosen(Delivery delivery, String given, long counted) {
        answers.plan(given);

        new CounterApply(answers.before(counters), delivery, RetryPolicy.immediately(5))
                .add(COUNTERS, List.of(new CounterStore.Increment(0, new long[] {5})))
                .toCompletableFuture()
                .join();

        assertThat(counters.row(COUNTERS, 0, 1)).containsExactly(counted);
        assertThat(answers.left()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "LANDS",
        "REFUSED LANDS",
        "UNKNOWN_LOST LANDS",
        "UNKNOWN_LANDED LANDS",
        "UNKNOWN_LANDED UNKNOWN_LOST LANDS"
    })
    void partials_storeAnswers_standThereOnce(String given) {
        answers.plan(given);
        SummaryRow row = new SummaryRow(7_000, 3, new Object[] {5L});

        new PartialApply(answers.before(partials), 3, TIMESTAMP, RetryPolicy.immediately(5))
                .put(PARTIALS, List.of(row))
                .toCompletableFuture()
                .join();

        List<SummaryRow> stored =
                partials.read(PARTIALS, 0, Long.MAX_VALUE).toCompletableFuture().join();
        assertThat(stored).containsExactly(row);
        assertThat(answers.left()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"REFUSED REFUSED REFUSED, overloaded", "UNKNOWN_LOST UNKNOWN_LOST UNKNOWN_LOST, timed out"})
    void partials_storeNeverTakesThem_failByName(String given, String cause) {
        answers.plan(given);
        CompletableFuture<Void> put = new PartialApply(
                        answers.before(partials), 3, TIMESTAMP, RetryPolicy.immediately(3))
                .put(PARTIALS, List.of(new SummaryRow(7_000, 3, new Object[] {5L})))
                .toCompletableFuture();

        assertThatThrownBy(put::join)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot apply batch 3 to \""
                        + PARTIALS.table().name() + "\" period 2026-03-01: not written after 3 attempts (" + cause
                        + "). See that Cassandra answers.");
    }

    private static Partition partition(SummaryMode summaryMode) {
        return new Partition(
                new RollupTable(ROLLUP, ROLLUP.finest(), summaryMode), new GroupKey(new byte[] {1, 'x'}), "2026-03-01");
    }
}
