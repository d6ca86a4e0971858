package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.record.SystemOfRecord;
import tallyroll.record.SystemOfRecordContract;

class RowsRecordTest extends SystemOfRecordContract {
    private static NodeStores stores;

    private SystemOfRecord record;

    @BeforeAll
    static void open() {
        stores = NodeStores.of("rows");
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

    /** So that a reader of the table sees words. */
    @Test
    void append_bytes_standAsTextWhereTheyAreAndRawWhereNot() {
        try (SystemOfRecord.Appender appender = record().appender(claim(1, 0), 0, 0)) {
            List<byte[]> payloads = List.of(bytes("plain"), bytes("é✈"), new byte[] {(byte) 0xff, 1});
            for (int i = 0; i < payloads.size(); i++) {
                appender.add(BUCKET, Claims.event(i), i, Slice.of(payloads.get(i)));
            }
            appender.finish();
        }

        assertThat(rows("SELECT event, raw FROM contract.tally_events"))
                .extracting(row ->
                        row.getString(0) + "|" + (row.isNull(1) ? "-" : DeadLetters.bytes(row.getByteBuffer(1)).length))
                .containsExactly("plain|-", "é✈|-", "null|2");
    }

    @Test
    void append_neighbours_shareAShardAndGoOutTogether() {
        append(
                claim(1, 0),
                0,
                0,
                BUCKET,
                IntStream.range(0, 130).mapToObj(i -> "e" + i).toArray(String[]::new));

        assertThat(stores.node().sent("INTO contract.tally_events"))
                .extracting(batch -> batch.lines().count())
                .containsExactly(64L, 64L, 2L);
        assertThat(rows("SELECT shard FROM contract.tally_events"))
                .extracting(row -> row.getInt(0))
                .containsOnly(100_000 / 4_096 % RowLayout.SHARDS);
    }

    @Test
    void append_runsOfOffsets_takeTheShardsInTurn() {
        try (SystemOfRecord.Appender appender = record().appender(claim(1, 0), 0, 0)) {
            for (long offset = 100_000; offset < 140_000; offset += 4_096) {
                appender.add(BUCKET, Claims.event(offset), offset, Slice.of("e"));
            }
            appender.finish();
        }

        assertThat(rows("SELECT shard FROM contract.tally_events"))
                .extracting(row -> row.getInt(0))
                .contains(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(read(BUCKET)).hasSize(10);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Row> rows(String cql) {
        return stores.stores().session().execute(cql).all();
    }
}
