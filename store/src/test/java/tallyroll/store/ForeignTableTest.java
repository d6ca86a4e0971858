package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallyroll.summary.StoreException;

/** A table that others write, over the real driver. */
class ForeignTableTest {
    private static NodeStores stores;

    @BeforeAll
    static void open() {
        stores = NodeStores.of("blocks");
        CqlSession session = stores.stores().session();
        session.execute("CREATE KEYSPACE IF NOT EXISTS archive WITH replication = {'class': 'SimpleStrategy',"
                + " 'replication_factor': 1}");
        session.execute(
                "CREATE TABLE IF NOT EXISTS archive.trips (id text, part int, at timestamp, raw blob, seats bigint,"
                        + " PRIMARY KEY ((id, part)))");
        var insert = session.prepare("INSERT INTO archive.trips (id, part, at, raw, seats) VALUES (?, ?, ?, ?, ?)");
        for (int i = 0; i < 200; i++) {
            session.execute(insert.bind(
                    "t" + i, i % 3, Instant.ofEpochMilli(i), i == 7 ? ByteBuffer.wrap(new byte[] {1, 2}) : null, (long)
                            i));
        }
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void slices_ofAnyWidth_haveEachRowOnce() {
        ForeignTable table = stores.stores().foreign("archive", "trips");

        for (int width : List.of(ForeignTable.SLICES, ForeignTable.SLICES / 2, 1_000)) {
            List<Object> ids = new ArrayList<>();
            for (int from = 0; from < ForeignTable.SLICES; from += width) {
                table.rows(from, Math.min(ForeignTable.SLICES, from + width))
                        .forEachRemaining(row -> ids.add(row.get("id")));
            }
            assertThat(new HashSet<>(ids)).hasSize(200);
            assertThat(ids).as("slices of " + width).hasSize(200);
        }
    }

    @Test
    void row_hasItsColumnsWithoutNulls() {
        Iterator<Map<String, Object>> rows =
                stores.stores().foreign("archive", "trips").rows(0, ForeignTable.SLICES);
        List<Map<String, Object>> all = new ArrayList<>();
        rows.forEachRemaining(all::add);

        assertThat(all)
                .filteredOn(row -> row.get("id").equals("t8"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsOnly(
                                Map.entry("id", "t8"),
                                Map.entry("part", 2),
                                Map.entry("at", Instant.ofEpochMilli(8)),
                                Map.entry("seats", 8L)));
        assertThat(all)
                .filteredOn(row -> row.containsKey("raw"))
                .singleElement()
                .satisfies(row -> assertThat((byte[]) row.get("raw")).containsExactly(1, 2));
    }

    @Test
    void table_thatIsNotThere_isNamed() {
        assertThatThrownBy(() -> stores.stores().foreign("archive", "Trips"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot read table \"archive.Trips\": there is no such table here.");
    }

    @Test
    void bounds_ofSlices_coverAllTokens() {
        assertThat(CassandraTable.bound(0)).isEqualTo(Long.MIN_VALUE);
        assertThat(CassandraTable.bound(ForeignTable.SLICES / 2)).isZero();
        assertThat(CassandraTable.bound(ForeignTable.SLICES)).isEqualTo(Long.MAX_VALUE);
    }
}
