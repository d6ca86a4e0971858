package tallyroll.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecordContract;

class RowsRecordIT extends SystemOfRecordContract {
    private static TestStores stores;

    private SystemOfRecord record;

    @BeforeAll
    static void open() {
        stores = new TestStores("rows");
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @BeforeEach
    void empty() {
        stores.empty("tally_events", "tally_marks", "tally_settled", "tally_partitions", "tally_dead_letters");
        record = stores.record(stores.requests());
    }

    @Override
    protected SystemOfRecord record() {
        return record;
    }
}
