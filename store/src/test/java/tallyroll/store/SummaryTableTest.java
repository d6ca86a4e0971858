package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.RowWrite;

/** The CQL of summary tables in each summary mode, and what an insert says of nulls. */
class SummaryTableTest {
    private static NodeStores stores;

    @BeforeAll
    static void open() {
        stores = NodeStores.ofCounters();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    static List<SummaryMode> modes() {
        return SummaryModes.all();
    }

    @Test
    void create_totals_areTypedColumnsAndTheBatch() {
        assertThat(table(SummaryModes.TOTALS).createCql()).isEqualTo("""
                CREATE TABLE IF NOT EXISTS counting.by_place_1h (
                    place text,
                    period text,
                    bucket timestamp,
                    events bigint,
                    numbers varint,
                    "batch" bigint,
                    PRIMARY KEY ((place, period), bucket)
                )""");
    }

    @Test
    void create_counters_areCountersAlone() {
        assertThat(table(SummaryModes.COUNTERS).createCql()).isEqualTo("""
                CREATE TABLE IF NOT EXISTS counting.by_place_1h (
                    place text,
                    period text,
                    bucket timestamp,
                    events counter,
                    numbers counter,
                    PRIMARY KEY ((place, period), bucket)
                )""");
    }

    @Test
    void create_partials_areKeyedByBatchTime() {
        assertThat(table(SummaryModes.PARTIALS).createCql()).isEqualTo("""
                CREATE TABLE IF NOT EXISTS counting.by_place_partials (
                    place text,
                    period text,
                    batch_time timestamp,
                    events bigint,
                    numbers varint,
                    "batch" bigint,
                    PRIMARY KEY ((place, period), batch_time)
                )""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    counters   | SELECT bucket, events, numbers FROM counting.by_place_1h WHERE place = ? AND period = ? AND bucket >= ? AND bucket <= ?
                    aggregates | SELECT batch_time, events, numbers, "batch" FROM counting.by_place_partials WHERE place = ? AND period = ? AND batch_time >= ? AND batch_time <= ?
                    idempotent | SELECT bucket, events, numbers, "batch" FROM counting.by_place_1h WHERE place = ? AND period = ? AND bucket >= ? AND bucket <= ?
                    """, maxCharsPerColumn = 400, quoteCharacter = '`')
    void select_ofEachMode_readsItsColumns(String label, String cql) {
        assertThat(table(mode(label)).selectCql()).isEqualTo(cql);
    }

    @Test
    void statements_ofTotals_nameTheWholeKeyAndTheTimestamp() {
        SummaryTable table = table(SummaryModes.TOTALS);

        assertThat(table.insertCql())
                .isEqualTo("INSERT INTO counting.by_place_1h (place, period, bucket, events, numbers, \"batch\")"
                        + " VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
        assertThat(table.deleteCql())
                .isEqualTo(
                        "DELETE FROM counting.by_place_1h USING TIMESTAMP ? WHERE place = ? AND period = ? AND bucket = ?");
        assertThat(table.scanCql())
                .isEqualTo("SELECT place, period, bucket FROM counting.by_place_1h"
                        + " WHERE token(place, period) > ? AND token(place, period) <= ?");
        assertThat(table.addCql("numbers")).isEqualTo("ALTER TABLE counting.by_place_1h ADD numbers varint");
    }

    /** Counters take no timestamp: the store gives them their own. */
    @Test
    void increment_addsToEveryCounter() {
        assertThat(table(SummaryModes.COUNTERS).incrementCql())
                .isEqualTo("UPDATE counting.by_place_1h SET events = events + ?, numbers = numbers + ?"
                        + " WHERE place = ? AND period = ? AND bucket = ?");
    }

    @ParameterizedTest
    @MethodSource("modes")
    void numbered_isWhatHasABatchColumn(SummaryMode mode) {
        SummaryTable table = table(mode);

        assertThat(table.numbered()).isEqualTo(table.createCql().contains("\"batch\" bigint"));
        assertThat(table.partitionKey()).containsExactly("place", "period");
    }

    @ParameterizedTest
    @CsvSource({"plain, plain", "Upper, \"Upper\"", "batch, \"batch\"", "with space, \"with space\""})
    void quoted_name_isQuotedWhereItMustBe(String name, String quoted) {
        assertThat(SummaryTable.quoted(name)).isEqualTo(quoted);
    }

    /** A null over nothing would leave a tombstone for every row that has none of a measure (rule R5). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1 -  |      | 1 unset
                    1 -  | 5 -  | 1 unset
                    1 -  | 5 6  | 1 null
                    - -  | 5 6  | null null
                    1 2  | 5 -  | 1 2
                    """)
    void insert_null_isWrittenOnlyOverAValue(String row, String stored, String written) {
        SummaryTable table = table(SummaryModes.PARTIALS);
        PreparedStatement insert = prepared();

        BoundStatement bound = table.insert(
                insert,
                table.groupBytes(group(table)),
                "2001-01",
                new RowWrite(row(row), stored == null ? null : row(stored)),
                Claims.TIMESTAMP);

        assertThat(List.of(3, 4).stream().map(at -> shown(bound, at)).collect(Collectors.joining(" ")))
                .isEqualTo(written);
        assertThat(bound.getLong(5)).isEqualTo(7);
        assertThat(bound.getLong(6)).isEqualTo(Claims.TIMESTAMP);
    }

    private static PreparedStatement prepared() {
        stores.stores()
                .session()
                .execute(table(SummaryModes.PARTIALS).createCql().replace("by_place_partials", "spare"));
        return stores.requests().write(table(SummaryModes.PARTIALS).insertCql().replace("by_place_partials", "spare"));
    }

    private static String shown(BoundStatement bound, int at) {
        return !bound.isSet(at)
                ? "unset"
                : bound.isNull(at) ? "null" : bound.getObject(at).toString();
    }

    private static SummaryRow row(String values) {
        String[] each = values.split(" ");
        Object events = each[0].equals("-") ? null : Long.valueOf(each[0]);
        Object numbers = each[1].equals("-") ? null : new BigInteger(each[1]);
        return new SummaryRow(0, 7, new Object[] {events, numbers});
    }

    private static GroupKey group(SummaryTable table) {
        return new GroupCodec(table.table().rollup(), stores.pipeline().event().schema()).key(List.of("here"));
    }

    private static SummaryMode mode(String label) {
        return SummaryModes.all().stream()
                .filter(mode -> mode.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static SummaryTable table(SummaryMode mode) {
        Pipeline pipeline = stores.pipeline();
        Rollup rollup = pipeline.rollups().get(0);
        return new SummaryTable(
                "counting",
                RollupTable.all(rollup, mode).get(0),
                pipeline.event().schema());
    }
}
