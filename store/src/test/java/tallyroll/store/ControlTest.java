package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.ControlStoreContract;
import tallyroll.control.Forgotten;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.control.SettledCounts;
import tallyroll.control.StoredDefinition;
import tallyroll.retry.RetryPolicy;
import tallyroll.store.node.Fault;
import tallyroll.summary.StoreException;

class ControlTest extends ControlStoreContract {
    private static final PipelineState INITIAL = PipelineState.initial("contract");

    private static NodeStores stores;

    private ControlStore control;

    @BeforeAll
    static void open() {
        stores = NodeStores.of("blocks");
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        stores.empty();
        control = new CassandraControl(
                stores.requests(), stores.keyspace(), stores.pipeline().lives());
    }

    @Override
    protected ControlStore control() {
        return control;
    }

    @Test
    void swap_doneButAnswerLost_isFoundDoneByItsNonce() {
        stores.node().fail(1, "INSERT INTO contract.tally_control", Fault.ANSWER_LOST);

        assertThat(control.swap(INITIAL, version(1))).isTrue();
        assertThat(stores.node().sent("INSERT INTO contract.tally_control")).hasSize(1);
        assertThat(control.read("contract")).contains(version(1));
    }

    @Test
    void swap_notDoneAndNoAnswer_isSentAgain() {
        assertThat(control.swap(INITIAL, version(1))).isTrue();
        stores.node().fail(2, "UPDATE contract.tally_control", Fault.REQUEST_LOST);

        assertThat(control.swap(version(1), version(2))).isTrue();
        assertThat(stores.node().sent("UPDATE contract.tally_control")).hasSize(3);
        assertThat(control.read("contract")).contains(version(2));
    }

    @Test
    void swap_lostToAnotherWhileTheAnswerWas_isKnownToBeLost() {
        assertThat(control.swap(INITIAL, version(1))).isTrue();
        ControlStore other = new CassandraControl(
                stores.requests(), stores.keyspace(), stores.pipeline().lives());
        assertThat(other.swap(version(1), version(2))).isTrue();
        stores.node().fail(1, "UPDATE contract.tally_control", Fault.REQUEST_LOST);

        assertThat(control.swap(version(1), version(2))).isFalse();
    }

    @Test
    void swap_neverAnswered_saysThatItMayYetBeApplied() {
        stores.node().fail(5, "INSERT INTO contract.tally_control", Fault.REQUEST_LOST);

        ControlStore hurried = new CassandraControl(
                stores.requests(), stores.keyspace(), stores.pipeline().lives(), RetryPolicy.immediately(5));

        assertThatThrownBy(() -> hurried.swap(INITIAL, version(1)))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "Cannot change the control row of \"contract\" from version 0: 5 tries got no answer, and the"
                                + " change may yet be applied. Read it again when Cassandra answers.");
    }

    @Test
    void swap_statementAtFault_isNotTriedAgain() {
        stores.node().fail(1, "INSERT INTO contract.tally_control", Fault.INVALID);

        assertThatThrownBy(() -> control.swap(INITIAL, version(1))).isInstanceOf(InvalidQueryException.class);
        assertThat(stores.node().sent("INSERT INTO contract.tally_control")).hasSize(1);
    }

    /** A chunk of the history is listed before its first entry, and only then. */
    @ParameterizedTest
    @CsvSource({"998 999, 0", "998 999 1000 1001, 0 1", "2500, 2"})
    void append_batches_standInChunksOfAThousand(String batches, String chunks) {
        for (String batch : batches.split(" ")) {
            control.append("contract", entry(Long.parseLong(batch)));
        }

        assertThat(stores.node().sent("INTO contract.tally_partitions")).hasSize(chunks.split(" ").length);
        assertThat(stores.stores()
                        .session()
                        .execute("SELECT chunk FROM contract.tally_batches")
                        .all())
                .extracting(row -> String.valueOf(row.getLong(0)))
                .containsOnly(chunks.split(" "));
    }

    @Test
    void history_overChunks_isNewestFirstAndNoMoreThanAsked() {
        for (long batch : List.of(999L, 1_000L, 1_001L)) {
            control.append("contract", entry(batch));
        }

        assertThat(control.history("contract", 2))
                .extracting(entry -> entry.claim().batch())
                .containsExactly(1_001L, 1_000L);
        assertThat(control.history("contract", 9)).hasSize(3);
    }

    private static BatchEntry entry(long batch) {
        return new BatchEntry(
                new SettleClaim(batch, 1_700_000_000_000_000L + batch, 0, List.of(0L), Claim.Cause.SETTLE),
                Books.NONE,
                1_700_000_000_000_000L,
                5,
                0);
    }

    private static PipelineState version(long version) {
        return new PipelineState(
                "contract",
                version,
                1,
                "host/7",
                9,
                0,
                0,
                0,
                0,
                Optional.empty(),
                Map.of("events-0", version),
                Books.NONE,
                StoredDefinition.NONE,
                Forgotten.NOTHING,
                Optional.empty(),
                Map.of(),
                SettledCounts.NONE,
                PathMatches.NONE,
                0);
    }
}
