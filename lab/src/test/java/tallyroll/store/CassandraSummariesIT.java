package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStoreContract;
import tallyroll.time.Micros;

class CassandraSummariesIT extends SummaryStoreContract {
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
        stores.empty("by_place_1h", "by_place_1d", "by_all_1h");
    }

    @Override
    protected SummaryStore summaries() {
        return stores.stores().summaries();
    }

    /** Of a rollup with keep: to the end of its life and a day, counted from the claim. */
    @Test
    void write_rowWhoseLifeEnds_hasATimeToLiveInAllColumns() {
        Partition kept = kept(partition("here"), Duration.ofDays(30));
        Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
        SummaryRow row = new SummaryRow(Micros.of(noon), 1, row(0, 1).values());
        RollupTable table = kept.table();

        Partition there = new Partition(table, kept.group(), table.period().label(row.bucket()));
        assertThat(summaries().write(there, List.of(new SummaryStore.RowWrite(row, null)), Micros.of(Instant.now())))
                .succeedsWithin(Duration.ofSeconds(20));

        long expected = Duration.between(Instant.now(), Instant.now().truncatedTo(ChronoUnit.DAYS))
                .plusDays(32)
                .toSeconds();
        assertThat(stores.rows("SELECT TTL(events), TTL(numbers), TTL(\"batch\") FROM KEYSPACE.by_place_1h"))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.getInt(0)).isBetween((int) expected - 60, (int) expected + 60);
                    assertThat(found.getInt(1)).isEqualTo(found.getInt(0));
                    assertThat(found.getInt(2)).isEqualTo(found.getInt(0));
                });
    }

    private static Partition kept(Partition partition, Duration keep) {
        Rollup made = partition.table().rollup();
        Rollup kept = new Rollup(made.name(), made.by(), made.every(), made.measures(), made.where(), keep);
        return new Partition(new RollupTable(kept, partition.table().every()), partition.group(), partition.period());
    }

    @Test
    void write_rewrittenRow_hasOneWritetimeInAllColumns() {
        write(partition("here"), TIMESTAMP, row(0, 1));
        write(partition("here"), TIMESTAMP + 7, row(0, 2));

        Row row = stores.rows("SELECT * FROM KEYSPACE.by_place_1h").get(0);
        Set<Long> times = new HashSet<>();
        row.getColumnDefinitions().forEach(column -> {
            String name = column.getName().asInternal();
            if (!Set.of("place", "period", "bucket").contains(name) && !row.isNull(name)) {
                times.add(stores.rows("SELECT WRITETIME(\"" + name + "\") FROM KEYSPACE.by_place_1h")
                        .get(0)
                        .getLong(0));
            }
        });
        assertThat(times).containsExactly(TIMESTAMP + 7);
    }
}
