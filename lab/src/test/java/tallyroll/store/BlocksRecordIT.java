package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecordContract;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

class BlocksRecordIT extends SystemOfRecordContract {
    private static TestStores stores;

    private SystemOfRecord record;

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
        stores.empty("tally_blocks", "tally_marks", "tally_settled", "tally_partitions", "tally_dead_letters");
        record = stores.record(stores.requests());
    }

    @Override
    protected SystemOfRecord record() {
        return record;
    }

    @Test
    void read_flippedBit_namesTheBlockAndWhatToDo() {
        append(claim(7, 2), 1, 0, BUCKET, "a");
        Row row = stores.rows("SELECT block FROM KEYSPACE.tally_blocks").get(0);
        byte[] block = DeadLetters.bytes(row.getByteBuffer(0));
        block[block.length - 1] ^= 1;
        stores.session()
                .execute(
                        "UPDATE " + stores.keyspace() + ".tally_blocks USING TIMESTAMP 1800000000000000 SET block = ?"
                                + " WHERE bucket = ? AND slice = 2 AND \"batch\" = 7 AND task = 1 AND seq = 0",
                        ByteBuffer.wrap(block),
                        Micros.toInstant(BUCKET));

        assertThatThrownBy(() -> read(BUCKET))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(
                        "Cannot read the block of bucket 2001-01-05T00:00:00Z, slice 2, batch 7, task 1, seq 0: the block's"
                                + " checksum is",
                        "nodetool repair");
    }
}
