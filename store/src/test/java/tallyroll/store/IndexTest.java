package tallyroll.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityIndexContract;

class IndexTest extends IdentityIndexContract {
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
    protected IdentityIndex index() {
        return stores.record(stores.requests()).index();
    }
}
