package tallyroll.store.node;

import com.datastax.oss.protocol.internal.ProtocolConstants;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One table's rows. Each cell keeps the write of the highest timestamp; of equal ones a deletion wins, then the greater value. A row
 * stands while it was inserted after it was deleted, or has a value that was.
 */
final class MemoryTable {
    static final long NEVER = Long.MAX_VALUE;
    /** The column of a row's token. */
    static final String TOKEN = "[token]";

    private static final String INSERTED = "[inserted]";
    private static final String WRITETIME = "writetime(";

    private final Map<String, CqlType> types = new LinkedHashMap<>();
    private final List<String> partitionKey;
    private final List<String> clusteringKey;
    private final TreeMap<List<ByteBuffer>, TreeMap<List<ByteBuffer>, Row>> partitions;
    private final Comparator<List<ByteBuffer>> clusteringOrder;
    /** By partition and the beginning of a clustering key: when rows that begin so were deleted. */
    private final Map<List<ByteBuffer>, Map<List<ByteBuffer>, Long>> ranges = new HashMap<>();

    /** By partition and clustering key: when what is greater in its last column was deleted. */
    private final Map<List<ByteBuffer>, Map<List<ByteBuffer>, Long>> behind = new HashMap<>();

    private long nowSeconds;

    /** When a write was made, and when it ends. */
    record Written(long timestamp, long expiresSeconds) {}

    /** A value and when it was written; null where a deletion is what counts. */
    private record Cell(ByteBuffer value, long timestamp, long expiresSeconds) {
        Cell or(Cell other) {
            if (other.timestamp != timestamp) {
                return other.timestamp > timestamp ? other : this;
            }
            if (value == null || other.value == null) {
                return value == null ? this : other;
            }
            return other.value.compareTo(value) > 0 ? other : this;
        }
    }

    private static final class Row {
        private final Map<String, Cell> cells = new HashMap<>();
        private long deleted = Long.MIN_VALUE;
    }

    MemoryTable(Cql.CreateTable table) {
        table.types().forEach((column, type) -> types.put(column, new CqlType(type)));
        partitionKey = table.partition();
        clusteringKey = table.clustering();
        partitions = new TreeMap<>(order(partitionKey));
        clusteringOrder = table.descending() ? order(clusteringKey).reversed() : order(clusteringKey);
    }

    Map<String, CqlType> types() {
        return types;
    }

    List<String> partitionKey() {
        return partitionKey;
    }

    List<String> clusteringKey() {
        return clusteringKey;
    }

    void add(String column, String type) {
        types.put(column, new CqlType(type));
    }

    void clear() {
        partitions.clear();
        ranges.clear();
        behind.clear();
    }

    /** Sets cells; values that are unset stay as they are. */
    void write(Map<String, ByteBuffer> key, Map<String, ByteBuffer> values, Written written, boolean inserted) {
        Row row = row(key);
        if (inserted) {
            row.cells.merge(
                    INSERTED,
                    new Cell(ByteBuffer.allocate(0), written.timestamp(), written.expiresSeconds()),
                    Cell::or);
        }
        values.forEach((column, value) -> {
            if (!isUnset(value) && !partitionKey.contains(column) && !clusteringKey.contains(column)) {
                row.cells.merge(column, new Cell(value, written.timestamp(), written.expiresSeconds()), Cell::or);
            }
        });
    }

    void add(Map<String, ByteBuffer> key, Map<String, ByteBuffer> deltas) {
        Row row = row(key);
        deltas.forEach((column, delta) -> row.cells.merge(column, new Cell(delta, 0, NEVER), MemoryTable::sum));
    }

    /** Deletes columns of a row, a row, or all rows that a part of the key names. */
    void delete(Map<String, ByteBuffer> key, List<String> columns, long timestamp) {
        List<ByteBuffer> prefix =
                clusteringKey.stream().filter(key::containsKey).map(key::get).toList();
        if (!columns.isEmpty()) {
            Row row = row(key);
            columns.forEach(column -> row.cells.merge(column, new Cell(null, timestamp, NEVER), Cell::or));
        } else if (prefix.size() < clusteringKey.size()) {
            ranges.computeIfAbsent(values(partitionKey, key), missing -> new HashMap<>())
                    .merge(prefix, timestamp, Math::max);
        } else {
            Row row = row(key);
            row.deleted = Math.max(row.deleted, timestamp);
        }
    }

    /** Deletes the rows of a partition that differ from a key in the last column alone, and are greater in it. */
    void deleteBehind(Map<String, ByteBuffer> key, long timestamp) {
        behind.computeIfAbsent(values(partitionKey, key), missing -> new HashMap<>())
                .merge(values(clusteringKey, key), timestamp, Math::max);
    }

    private long deletedBehind(List<ByteBuffer> partition, List<ByteBuffer> clustering) {
        int last = clusteringKey.size() - 1;
        Comparator<ByteBuffer> order =
                last < 0 ? null : types.get(clusteringKey.get(last)).order();
        return behind.getOrDefault(partition, Map.of()).entrySet().stream()
                .filter(bound -> bound.getKey().subList(0, last).equals(clustering.subList(0, last)))
                .filter(bound ->
                        order.compare(clustering.get(last), bound.getKey().get(last)) > 0)
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    void now(long seconds) {
        nowSeconds = seconds;
    }

    /** The columns of a standing row, null where there is none. */
    Map<String, ByteBuffer> find(Map<String, ByteBuffer> key) {
        List<ByteBuffer> partition = values(partitionKey, key);
        List<ByteBuffer> clustering = values(clusteringKey, key);
        Row row = partitions
                .getOrDefault(partition, new TreeMap<>(clusteringOrder))
                .get(clustering);
        return row == null ? null : standing(partition, clustering, row);
    }

    /** All standing rows, partition by partition. */
    Stream<Map<String, ByteBuffer>> rows() {
        List<Map<String, ByteBuffer>> rows = new ArrayList<>();
        partitions.forEach((partition, inside) -> inside.forEach((clustering, row) -> {
            Map<String, ByteBuffer> standing = standing(partition, clustering, row);
            if (standing != null) {
                rows.add(standing);
            }
        }));
        return rows.stream();
    }

    /** The timestamp of a row's cells that hold a value: one where the row is the whole of one write. */
    List<Long> timestamps(Map<String, ByteBuffer> key) {
        Row row = row(key);
        return row.cells.values().stream()
                .filter(cell -> cell.value != null)
                .map(Cell::timestamp)
                .distinct()
                .toList();
    }

    /** Where a partition stands among the store's tokens. */
    long token(Map<String, ByteBuffer> row) {
        long token = 1;
        for (ByteBuffer value : values(partitionKey, row)) {
            token = (token * 31 + value.hashCode()) * 0x9e3779b97f4a7c15L;
        }
        return token;
    }

    private Row row(Map<String, ByteBuffer> key) {
        return partitions
                .computeIfAbsent(values(partitionKey, key), missing -> new TreeMap<>(clusteringOrder))
                .computeIfAbsent(values(clusteringKey, key), missing -> new Row());
    }

    private Map<String, ByteBuffer> standing(List<ByteBuffer> partition, List<ByteBuffer> clustering, Row row) {
        Map<String, ByteBuffer> columns = new HashMap<>();
        long deleted = Math.max(row.deleted, deletedBehind(partition, clustering));
        Map<List<ByteBuffer>, Long> inPartition = ranges.getOrDefault(partition, Map.of());
        for (int length = 0; length < clustering.size() && !inPartition.isEmpty(); length++) {
            deleted = Math.max(deleted, inPartition.getOrDefault(clustering.subList(0, length), Long.MIN_VALUE));
        }
        long since = deleted;
        row.cells.forEach((column, cell) -> {
            if (cell.timestamp > since && cell.value != null && cell.expiresSeconds > nowSeconds) {
                columns.put(column, cell.value);
                columns.put(writetime(column), ByteBuffer.allocate(Long.BYTES).putLong(0, cell.timestamp));
            }
        });
        if (columns.isEmpty()) {
            return null;
        }
        for (int i = 0; i < partition.size(); i++) {
            columns.put(partitionKey.get(i), partition.get(i));
        }
        for (int i = 0; i < clustering.size(); i++) {
            columns.put(clusteringKey.get(i), clustering.get(i));
        }
        columns.put(TOKEN, ByteBuffer.allocate(Long.BYTES).putLong(0, token(columns)));
        return columns;
    }

    /** The name under which a row has the time of a column's write. */
    static String writetime(String column) {
        return WRITETIME + column + ")";
    }

    /** Whether a column is a number that no table has. */
    static boolean isComputed(String column) {
        return column.startsWith(WRITETIME) || column.equals(TOKEN);
    }

    private Comparator<List<ByteBuffer>> order(List<String> columns) {
        List<Comparator<ByteBuffer>> each =
                columns.stream().map(column -> types.get(column).order()).toList();
        return (left, right) -> {
            for (int i = 0; i < each.size(); i++) {
                int order = each.get(i).compare(left.get(i), right.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** An empty value would be equal to it. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnset(ByteBuffer value) {
        return value == ProtocolConstants.UNSET_VALUE;
    }

    private static List<ByteBuffer> values(List<String> columns, Map<String, ByteBuffer> from) {
        return columns.stream().map(from::get).toList();
    }

    private static Cell sum(Cell one, Cell other) {
        return new Cell(ByteBuffer.allocate(8).putLong(0, one.value.getLong(0) + other.value.getLong(0)), 0, NEVER);
    }
}
