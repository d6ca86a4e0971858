package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecordContract;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

class BlocksRecordTest extends SystemOfRecordContract {
    private static NodeStores stores;

    private SystemOfRecord record;

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
        record = stores.record(stores.requests());
    }

    @Override
    protected SystemOfRecord record() {
        return record;
    }

    @Test
    void read_flippedBit_namesTheBlockAndWhatToDo() {
        append(claim(7, 2), 1, 0, BUCKET, "a");
        byte[] block = DeadLetters.bytes(
                rows("SELECT block FROM contract.tally_blocks").get(0).getByteBuffer(0));
        block[block.length - 1] ^= 1;
        stores.stores()
                .session()
                .execute(
                        "UPDATE contract.tally_blocks USING TIMESTAMP 1800000000000000 SET block = ? WHERE bucket = ? AND slice = 2 AND \"batch\" = 7"
                                + " AND task = 1 AND seq = 0",
                        ByteBuffer.wrap(block),
                        Micros.toInstant(BUCKET));

        assertThatThrownBy(() -> read(BUCKET))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(
                        "Cannot read the block of bucket 2001-01-05T00:00:00Z, slice 2, batch 7, task 1, seq 0: the block's"
                                + " checksum is",
                        "nodetool repair");
    }

    /** Where blocks are cut depends on the events alone, so an attempt whose write is repeated overwrites itself. */
    @Test
    void append_moreThanABlock_isCutAtTheSamePlacesEachTime() {
        String[] payloads = IntStream.range(0, 6_000)
                .mapToObj(i -> "%06d".formatted(i).repeat(40))
                .toArray(String[]::new);

        append(claim(1, 0), 0, 0, BUCKET, payloads);
        List<String> first = blocks();
        append(claim(1, 0), 0, 0, BUCKET, payloads);

        assertThat(first).containsExactly("seq 0: 4370 events", "seq 1: 1630 events");
        assertThat(blocks()).isEqualTo(first);
        assertThat(read(BUCKET)).containsExactly(payloads);
    }

    @Test
    void identities_ofABlock_areReadWithoutItsEvents() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        stores.node().forget();

        Iterator<long[]> identities = record().identities(BUCKET, SystemOfRecord.Batches.before(2));

        assertThat(identities.next()).hasSize(2);
        assertThat(identities.hasNext()).isFalse();
        assertThat(stores.node().sent("tally_blocks"))
                .containsExactly("SELECT identities FROM contract.tally_blocks WHERE bucket = ? AND slice = ?"
                        + " AND \"batch\" >= ? AND \"batch\" < ?");
    }

    @Test
    void read_byIdentity_readsOnlyTheBlocksThatHoldIt() {
        append(claim(1, 0), 0, 0, BUCKET, "a", "b");
        append(claim(2, 0), 0, 0, BUCKET, "c");
        long[] wanted =
                record().identities(BUCKET, new SystemOfRecord.Batches(2, 3)).next();
        // claims of the contract number their events by offset, and the third range of a batch begins far from the
        // second's
        append(claim(3, 0), 2, 0, BUCKET, "x");
        stores.node().forget();

        record().read(BUCKET, wanted, (source, offset, raw) -> {});

        assertThat(stores.node().sent(", block FROM")).hasSize(1);
    }

    private static List<String> blocks() {
        return rows("SELECT seq, events FROM contract.tally_blocks").stream()
                .map(row -> "seq " + row.getInt(0) + ": " + row.getInt(1) + " events")
                .toList();
    }

    private static List<Row> rows(String cql) {
        return stores.stores().session().execute(cql).all();
    }
}
