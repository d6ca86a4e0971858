package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStoreContract;

class SummariesTest extends SummaryStoreContract {
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
    protected SummaryStore summaries() {
        return stores.stores().summaries();
    }

    @Test
    void write_rewrittenRow_hasOneWritetimeInAllColumns() {
        write(partition("here"), TIMESTAMP, row(0, 1));
        write(partition("here"), TIMESTAMP + 7, row(0, 2));

        assertThat(stores.node().timestamps(stores.keyspace(), "by_place_1h")).containsExactly(List.of(TIMESTAMP + 7));
    }
}
