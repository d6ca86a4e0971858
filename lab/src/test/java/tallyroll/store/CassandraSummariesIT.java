package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStoreContract;

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
