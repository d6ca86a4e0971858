package tallyroll.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tallyroll.control.ControlStore;
import tallyroll.control.ControlStoreContract;

class CassandraControlIT extends ControlStoreContract {
    private static TestStores stores;

    private ControlStore control;

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
        stores.empty("tally_control", "tally_batches", "tally_partitions");
        control = new CassandraControl(
                stores.requests(), stores.keyspace(), stores.pipeline().lives());
    }

    @Override
    protected ControlStore control() {
        return control;
    }
}
