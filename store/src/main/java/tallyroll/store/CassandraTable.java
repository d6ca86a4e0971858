package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tallyroll.summary.StoreException;

/** A table on Cassandra. What it is like is asked of the node: the driver knows the pipeline's own tables alone. */
final class CassandraTable implements ForeignTable {
    private static final int PAGE = 500;
    private static final String PARTITIONER = "Murmur3Partitioner";

    private final Requests requests;
    private final String keyspace;
    private final String table;
    private final int nodes;
    private final String select;

    /** @param position in the partition key; of meaning only where {@code key} */
    private record Column(String name, boolean key, int position) {}

    private CassandraTable(Requests requests, String keyspace, String table, int nodes) {
        this.requests = requests;
        this.keyspace = keyspace;
        this.table = table;
        this.nodes = nodes;
        List<Column> columns = columns();
        String token = columns.stream()
                .filter(Column::key)
                .sorted(Comparator.comparingInt(Column::position))
                .map(column -> SummaryTable.quoted(column.name()))
                .collect(Collectors.joining(", ", "token(", ")"));
        String names = columns.stream()
                .map(column -> SummaryTable.quoted(column.name()))
                .collect(Collectors.joining(", "));
        select = "SELECT " + names + " FROM " + SummaryTable.quoted(keyspace) + "." + SummaryTable.quoted(table)
                + " WHERE " + token + " > ? AND " + token + " <= ?";
    }

    /**
     * Looks whether it is there.
     *
     * @param nodes of the cluster
     * @throws StoreException where it cannot
     */
    static CassandraTable open(Requests requests, String keyspace, String table, int nodes) {
        try {
            CassandraTable opened = new CassandraTable(requests, keyspace, table, nodes);
            opened.requireTokens();
            return opened;
        } catch (StoreException known) {
            throw known;
        } catch (RuntimeException fault) {
            throw unreadable(keyspace, table, fault);
        }
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        ask("SELECT column_name, kind, position FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?")
                .forEachRemaining(row -> columns.add(
                        new Column(row.getString(0), "partition_key".equals(row.getString(1)), row.getInt(2))));
        if (columns.isEmpty()) {
            throw new StoreException(
                    "Cannot read table \"" + keyspace + "." + table
                            + "\": there is no such table here. A name stands for itself, also in upper and lower case.",
                    null);
        }
        return columns;
    }

    private void requireTokens() {
        String partitioner = new Pages(requests.send(Binding.of(requests.read("SELECT partitioner FROM system.local"))
                        .done()))
                .next()
                .getString(0);
        if (partitioner == null || !partitioner.endsWith(PARTITIONER)) {
            throw new StoreException(
                    "Cannot read table \"" + keyspace + "." + table + "\" by tokens: the cluster's partitioner is "
                            + partitioner + ", and this reads " + PARTITIONER + " alone.",
                    null);
        }
    }

    @Override
    public long estimatedBytes() {
        long bytes = 0;
        Pages ranges = ask("SELECT mean_partition_size, partitions_count FROM system.size_estimates"
                + " WHERE keyspace_name = ? AND table_name = ?");
        while (ranges.hasNext()) {
            Row range = ranges.next();
            bytes += range.getLong(0) * range.getLong(1);
        }
        // a node speaks of what it has
        return Math.max(0, bytes * nodes);
    }

    private Pages ask(String cql) {
        return new Pages(requests.send(
                Binding.of(requests.read(cql)).text(keyspace).text(table).done()));
    }

    @Override
    public Iterator<Map<String, Object>> rows(int from, int until) {
        try {
            BoundStatement statement = Binding.of(requests.read(select))
                    .number(bound(from))
                    .number(bound(until))
                    .pageSize(PAGE)
                    .done();
            Pages rows = new Pages(requests.send(statement));
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    try {
                        return rows.hasNext();
                    } catch (RuntimeException fault) {
                        throw unreadable(keyspace, table, fault);
                    }
                }

                @Override
                public Map<String, Object> next() {
                    return PlainValues.of(rows.next());
                }
            };
        } catch (RuntimeException fault) {
            throw unreadable(keyspace, table, fault);
        }
    }

    /** The last token before a slice; no partition has the lowest of all. */
    static long bound(int slice) {
        return slice == SLICES
                ? Long.MAX_VALUE
                : Long.MIN_VALUE + ((long) slice << (Long.SIZE - Integer.numberOfTrailingZeros(SLICES)));
    }

    private static StoreException unreadable(String keyspace, String table, RuntimeException fault) {
        Throwable cause = Answers.bare(fault);
        return cause instanceof StoreException already
                ? already
                : new StoreException(
                        "Cannot read table \"" + keyspace + "." + table + "\": " + Answers.message(cause)
                                + ". The pipeline's user needs SELECT on it.",
                        cause);
    }
}
