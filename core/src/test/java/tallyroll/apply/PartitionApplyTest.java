package tallyroll.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tallyroll.apply.ScriptedAnswers.Answer;
import tallyroll.control.FencedException;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.GroupKey;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;

/** What one partition's apply does with each answer a store can give. */
class PartitionApplyTest {
    private static final Rollup ROLLUP = ContractPipeline.inMemory().rollups().get(0);
    private static final SummaryStore.Partition PARTITION = new SummaryStore.Partition(
            new RollupTable(ROLLUP, ROLLUP.finest()), new GroupKey(new byte[] {1, 'x'}), "2026-03");
    private static final long TIMESTAMP = 1_700_000_000_000_000L;

    private final MemorySummaries memory = new MemorySummaries();
    private final ScriptedAnswers answers = new ScriptedAnswers();

    @Test
    void apply_storeAnswers_addsOnce() {
        assertThat(applied(7)).isInstanceOf(Decision.Write.class);
        assertThat(stored()).isEqualTo("1 at batch 7");
    }

    @Test
    void apply_sameBatchAgain_isAlreadyThere() {
        applied(7);

        assertThat(applied(7)).isEqualTo(Decision.ALREADY);
        assertThat(stored()).isEqualTo("1 at batch 7");
    }

    @Test
    void apply_nextBatch_addsToTheRow() {
        applied(7);
        applied(8);

        assertThat(stored()).isEqualTo("2 at batch 8");
    }

    @Test
    void apply_rowAhead_isFenced() {
        applied(9);

        assertThatThrownBy(() -> applied(7))
                .hasCauseInstanceOf(FencedException.class)
                .cause()
                .hasMessage(
                        "Cannot apply batch 7 to \"by_place_1h\" period 2026-03: stored batch 9 is newer, so another driver"
                                + " has taken over. This driver stops; nothing is lost.");
        assertThat(stored()).isEqualTo("1 at batch 9");
    }

    @Test
    void apply_unknownThatLanded_addsOnce() {
        answers.plan(Answer.UNKNOWN_LANDED);

        assertThat(applied(7)).isInstanceOf(Decision.Write.class);
        assertThat(stored()).isEqualTo("1 at batch 7");
    }

    @Test
    void apply_unknownThatWasLost_addsOnce() {
        answers.plan(Answer.UNKNOWN_LOST);

        applied(7);

        assertThat(stored()).isEqualTo("1 at batch 7");
    }

    @Test
    void apply_refusedTwice_addsOnce() {
        answers.plan(List.of(Answer.REFUSED, Answer.REFUSED));

        applied(7);

        assertThat(stored()).isEqualTo("1 at batch 7");
    }

    @Test
    void apply_refusedForEver_saysSo() {
        answers.plan(List.of(Answer.REFUSED, Answer.REFUSED, Answer.REFUSED));

        assertThatThrownBy(() -> applied(7))
                .hasCauseInstanceOf(StoreException.class)
                .cause()
                .hasMessage(
                        "Cannot apply batch 7 to \"by_place_1h\" period 2026-03: after 3 attempts the outcome is still unknown"
                                + " (overloaded). Nothing is lost: the batch stays claimed and is run again; see that Cassandra answers.");
        assertThat(stored()).isEqualTo("nothing");
    }

    @Test
    void apply_deleteUnknownThatLanded_isGone() {
        applied(6);
        answers.plan(Answer.UNKNOWN_LANDED);

        assertThat(decided(7, (bucket, row) -> row == null ? Decision.SAME : Decision.DELETE))
                .isEqualTo(Decision.DELETE);
        assertThat(stored()).isEqualTo("nothing");
    }

    @Test
    void examine_anything_writesNothing() {
        new PartitionReader(answers.before(memory))
                .examine(PARTITION, buckets(), adding(7))
                .toCompletableFuture()
                .join();

        assertThat(stored()).isEqualTo("nothing");
    }

    private Decision applied(long batch) {
        return decided(batch, adding(batch));
    }

    private Decision decided(long batch, RowRule rule) {
        return new PartitionApply(answers.before(memory), batch, TIMESTAMP + batch * 1_000, RetryPolicy.immediately(3))
                .apply(PARTITION, buckets(), rule)
                .toCompletableFuture()
                .join()
                .get(0)
                .decision();
    }

    private static RowRule adding(long batch) {
        return (bucket, row) -> {
            long before = row == null ? 0 : (Long) row.values()[0];
            return new Decision.Write(new SummaryRow(bucket, batch, new Object[] {before + 1}));
        };
    }

    private static TreeSet<Long> buckets() {
        return new TreeSet<>(List.of(0L));
    }

    private String stored() {
        List<SummaryRow> rows =
                memory.read(PARTITION, 0, 0).toCompletableFuture().join();
        return rows.isEmpty()
                ? "nothing"
                : rows.get(0).values()[0] + " at batch " + rows.get(0).batch();
    }
}
