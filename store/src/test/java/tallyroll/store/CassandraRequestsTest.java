package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.control.Request;
import tallyroll.control.RequestStore;
import tallyroll.control.RequestStoreContract;
import tallyroll.store.node.Fault;

class CassandraRequestsTest extends RequestStoreContract {
    private static NodeStores stores;

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
    }

    @Override
    protected RequestStore requests() {
        return stores.stores().requests();
    }

    @Test
    void post_notDoneAndNoAnswer_isSentAgain() {
        stores.node().fail(1, "INSERT INTO contract.tally_requests", Fault.REQUEST_LOST);

        requests().post("contract", request(1, 1_700_000_000_000_000L));

        assertThat(requests().list("contract")).containsExactly(request(1, 1_700_000_000_000_000L));
    }

    @Test
    void swap_doneButAnswerLost_isFoundDoneByItsNonce() {
        Request posted = request(1, 1_700_000_000_000_000L);
        Request running = next(posted, Request.State.RUNNING, "");
        requests().post("contract", posted);
        stores.node().fail(1, "UPDATE contract.tally_requests", Fault.ANSWER_LOST);

        assertThat(requests().swap("contract", posted, running)).isTrue();
        assertThat(stores.node().sent("UPDATE contract.tally_requests")).hasSize(1);
    }

    @Test
    void swap_lostToAnotherWhileTheAnswerWas_isKnownToBeLost() {
        Request posted = request(1, 1_700_000_000_000_000L);
        requests().post("contract", posted);
        assertThat(requests().swap("contract", posted, next(posted, Request.State.RUNNING, "other")))
                .isTrue();
        stores.node().fail(1, "UPDATE contract.tally_requests", Fault.REQUEST_LOST);

        assertThat(requests().swap("contract", posted, next(posted, Request.State.RUNNING, "ours")))
                .isFalse();
    }
}
