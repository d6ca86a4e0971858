package tallyroll.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tallyroll.control.RequestStore;
import tallyroll.control.RequestStoreContract;

class CassandraRequestsIT extends RequestStoreContract {
    private static TestStores stores;

    @BeforeAll
    static void open() {
        stores = new TestStores("blocks");
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        stores.empty("tally_requests");
    }

    @Override
    protected RequestStore requests() {
        return stores.stores().requests();
    }
}
