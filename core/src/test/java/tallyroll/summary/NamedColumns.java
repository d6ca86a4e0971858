package tallyroll.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import tallyroll.event.EventSchema;
import tallyroll.measure.Column;

/**
 * Rows in memory that are kept by the names of their columns, as Cassandra keeps them: a column that a definition does not have stays as
 * it was written, and one that was never written is null.
 */
public final class NamedColumns implements SummaryStore {
    private final SummaryStore rows;
    private final EventSchema schema;

    /** @param rows what is kept; shared by the definitions of a pipeline, each of which has columns of its own */
    public NamedColumns(SummaryStore rows, EventSchema schema) {
        this.rows = rows;
        this.schema = schema;
    }

    /** What stands in a row, by column. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> columns(SummaryRow stored) {
        return (Map<String, Object>) stored.values()[0];
    }

    @Override
    public CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
        List<String> names = names(partition);
        return rows.read(partition, from, to).thenApply(found -> found.stream()
                .map(row -> new SummaryRow(
                        row.bucket(),
                        row.batch(),
                        names.stream().map(columns(row)::get).toArray()))
                .toList());
    }

    @Override
    public CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> writes, long writeTimestamp) {
        List<String> names = names(partition);
        List<RowWrite> named = new ArrayList<>();
        for (RowWrite write : writes) {
            SummaryRow row = write.row();
            Map<String, Object> columns = new HashMap<>();
            rows.read(partition, row.bucket(), row.bucket())
                    .toCompletableFuture()
                    .join()
                    .forEach(stored -> columns.putAll(columns(stored)));
            for (int i = 0; i < names.size(); i++) {
                columns.put(names.get(i), row.values()[i]);
            }
            named.add(new RowWrite(new SummaryRow(row.bucket(), row.batch(), new Object[] {columns}), write.stored()));
        }
        return rows.write(partition, named, writeTimestamp);
    }

    @Override
    public CompletionStage<WriteOutcome> delete(Partition partition, List<Long> buckets, long writeTimestamp) {
        return rows.delete(partition, buckets, writeTimestamp);
    }

    @Override
    public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
        rows.scan(table, slice, slices, visitor);
    }

    @Override
    public Iterator<Located> partitions(RollupTable table, long fromPlace) {
        return rows.partitions(table, fromPlace);
    }

    @Override
    public CompletionStage<Boolean> holdsRows(Partition partition) {
        return rows.holdsRows(partition);
    }

    @Override
    public void close() {
        rows.close();
    }

    private List<String> names(Partition partition) {
        return new RowShape(partition.table().rollup(), schema)
                .columns().stream().map(Column::name).toList();
    }
}
