package tallyroll.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tallyroll.record.GapStore;
import tallyroll.record.GapStoreContract;

class GapsTest extends GapStoreContract {
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
    protected GapStore gaps() {
        return stores.stores().record().gaps();
    }
}
