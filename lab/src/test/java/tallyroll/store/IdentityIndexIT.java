package tallyroll.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tallyroll.record.IdentityIndex;
import tallyroll.record.IdentityIndexContract;

class IdentityIndexIT extends IdentityIndexContract {
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
        stores.empty("tally_identity_runs", "tally_identity_pages", "tally_identity_findings");
    }

    @Override
    protected IdentityIndex index() {
        return stores.record(stores.requests()).index();
    }
}
