package tallyroll.store;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallyroll.event.EventSchema;
import tallyroll.measure.Column;
import tallyroll.pipeline.SummaryMode;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowLife;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.time.Micros;

/** The CQL of one summary table: its statements, and its rows as bytes. Immutable, thread-safe. */
final class SummaryTable {
    static final String PERIOD = "period";

    private final RollupTable table;
    private final String qualified;
    private final String time;

    private final GroupCodec groups;
    private final List<ColumnCodec<?>> groupCodecs = new ArrayList<>();
    /** The columns after the key: those of the measures, then, unless they are counters, the batch's number. */
    private final List<Column> columns;

    private final List<ColumnCodec<?>> codecs = new ArrayList<>();
    private final int measures;

    SummaryTable(String keyspace, RollupTable table, EventSchema schema) {
        this.table = table;
        qualified = quoted(keyspace) + "." + quoted(table.name());
        time = table.timeColumn();
        groups = new GroupCodec(table.rollup(), schema);
        RowShape shape = new RowShape(table.rollup(), schema);
        measures = shape.columns().size();
        columns = table.columns(shape);
        for (int i = 0; i < groups.names().size(); i++) {
            groupCodecs.add(ColumnCodec.of(groups.columnType(i)));
        }
        columns.forEach(column -> codecs.add(ColumnCodec.of(column.type())));
    }

    static String quoted(String name) {
        return CqlIdentifier.fromInternal(name).asCql(true);
    }

    RollupTable table() {
        return table;
    }

    /** Whether rows carry the number of the batch they are of, and so can be written and deleted whole. */
    boolean numbered() {
        return columns.contains(SummaryMode.BATCH);
    }

    String qualified() {
        return qualified;
    }

    /** Group columns, then the period: the partition key. */
    List<String> partitionKey() {
        return Stream.concat(groups.names().stream(), Stream.of(PERIOD)).toList();
    }

    /** Every column with its type, in table order. */
    Map<String, DataType> types() {
        Map<String, DataType> types = new LinkedHashMap<>();
        for (int i = 0; i < groupCodecs.size(); i++) {
            types.put(groups.names().get(i), groupCodecs.get(i).type());
        }
        types.put(PERIOD, DataTypes.TEXT);
        types.put(time, DataTypes.TIMESTAMP);
        for (int i = 0; i < codecs.size(); i++) {
            types.put(columns.get(i).name(), codecs.get(i).type());
        }
        return types;
    }

    String createCql() {
        String body = types().entrySet().stream()
                .map(column -> "    " + quoted(column.getKey()) + " "
                        + column.getValue().asCql(true, true) + ",\n")
                .collect(Collectors.joining());
        return "CREATE TABLE IF NOT EXISTS " + qualified + " (\n" + body + "    PRIMARY KEY ((" + keyList() + "), "
                + time + ")\n)";
    }

    String addCql(String column) {
        return "ALTER TABLE " + qualified + " ADD " + quoted(column) + " "
                + types().get(column).asCql(true, true);
    }

    String selectCql() {
        return "SELECT " + time + columnList() + " FROM " + qualified + " WHERE " + partitionWhere() + " AND " + time
                + " >= ? AND " + time + " <= ?";
    }

    /** Adds to every counter of a row. */
    String incrementCql() {
        return "UPDATE " + qualified + " SET "
                + columns.stream()
                        .map(column -> quoted(column.name()) + " = " + quoted(column.name()) + " + ?")
                        .collect(Collectors.joining(", "))
                + " WHERE " + partitionWhere() + " AND " + time + " = ?";
    }

    String insertCql() {
        int count = groupCodecs.size() + 2 + codecs.size();
        return "INSERT INTO " + qualified + " (" + keyList() + ", " + time + columnList() + ") VALUES ("
                + String.join(", ", Collections.nCopies(count, "?")) + ") USING TIMESTAMP ?"
                + (mortal() ? " AND TTL ?" : "");
    }

    String deleteCql() {
        return "DELETE FROM " + qualified + " USING TIMESTAMP ? WHERE " + partitionWhere() + " AND " + time + " = ?";
    }

    String scanCql() {
        return "SELECT " + keyList() + ", " + time + " FROM " + qualified + " WHERE token(" + keyList()
                + ") > ? AND token(" + keyList() + ") <= ?";
    }

    /** The keys of all partitions from a token on, each with its token behind them; Cassandra gives them by token. */
    String partitionsCql() {
        return "SELECT DISTINCT " + keyList() + ", token(" + keyList() + ") FROM " + qualified + " WHERE token("
                + keyList() + ") >= ?";
    }

    String anyCql() {
        return "SELECT " + time + " FROM " + qualified + " WHERE " + partitionWhere() + " LIMIT 1";
    }

    /** The group's values as bytes, in key order. */
    List<ByteBuffer> groupBytes(GroupKey group) {
        List<Object> values = groups.values(group);
        List<ByteBuffer> bytes = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            bytes.add(groupCodecs.get(i).encode(values.get(i)));
        }
        return bytes;
    }

    /** The group of a scanned row, whose first columns are the group's. */
    GroupKey group(Row row) {
        List<Object> values = new ArrayList<>(groupCodecs.size());
        for (int i = 0; i < groupCodecs.size(); i++) {
            values.add(groupCodecs.get(i).decode(row.getBytesUnsafe(i)));
        }
        return groups.key(values);
    }

    /** A row of {@link #selectCql}. */
    SummaryRow row(Row row) {
        Object[] values = new Object[measures];
        for (int i = 0; i < values.length; i++) {
            values[i] = codecs.get(i).decode(row.getBytesUnsafe(i + 1));
        }
        long batch = numbered() ? row.getLong(measures + 1) : 0;
        return new SummaryRow(Micros.of(row.getInstant(0)), batch, values);
    }

    /** Every column of a row; one that is null and was null before stays unset, so that it leaves no tombstone (rule R5). */
    BoundStatement insert(
            PreparedStatement insert, List<ByteBuffer> group, String period, RowWrite write, long writeTimestamp) {
        SummaryRow row = write.row();
        Binding binding = Binding.of(insert).raw(group).text(period).time(row.bucket());
        for (int i = 0; i < measures; i++) {
            boolean had = write.stored() != null && write.stored().values()[i] != null;
            if (row.values()[i] != null || had) {
                binding.raw(codecs.get(i).encode(row.values()[i]));
            } else {
                binding.unset();
            }
        }
        binding.number(row.batch()).number(writeTimestamp);
        return mortal()
                ? binding.integer(RowLife.ttlSeconds(table, row.bucket(), writeTimestamp))
                        .done()
                : binding.done();
    }

    /** Adds to a row of counters. */
    BoundStatement increment(
            PreparedStatement update, List<ByteBuffer> group, String period, CounterStore.Increment increment) {
        Binding binding = Binding.of(update);
        for (long delta : increment.deltas()) {
            binding.number(delta);
        }
        return binding.raw(group).text(period).time(increment.bucket()).done();
    }

    /** Whether rows have a life that ends. */
    private boolean mortal() {
        return !table.rollup().keep().isZero();
    }

    private String keyList() {
        return partitionKey().stream().map(SummaryTable::quoted).collect(Collectors.joining(", "));
    }

    private String columnList() {
        return columns.stream().map(column -> ", " + quoted(column.name())).collect(Collectors.joining());
    }

    private String partitionWhere() {
        return partitionKey().stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(" AND "));
    }
}
