package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tallyroll.event.EventSchema;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.WriteOutcome;
import tallyroll.time.Micros;

/** Summary rows on Cassandra. A write of many rows goes out as UNLOGGED batches within one partition, see {@link Mutations}. */
final class CassandraSummaries implements SummaryStore {
    private static final int SCAN_PAGE = 2_000;
    private static final int PARTITIONS_PAGE = 500;

    private final Requests requests;
    private final Mutations mutations;
    private final String keyspace;
    private final EventSchema schema;
    private final Map<RollupTable, SummaryTable> tables = new ConcurrentHashMap<>();

    CassandraSummaries(Requests requests, String keyspace, EventSchema schema) {
        this.requests = requests;
        mutations = new Mutations(requests, DefaultBatchType.UNLOGGED);
        this.keyspace = keyspace;
        this.schema = schema;
    }

    @Override
    public CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
        SummaryTable table = table(partition.table());
        BoundStatement select = Binding.of(requests.read(table.selectCql()))
                .raw(table.groupBytes(partition.group()))
                .text(partition.period())
                .time(from)
                .time(to)
                .done();
        CompletableFuture<List<SummaryRow>> answer = new CompletableFuture<>();
        requests.send(select)
                .thenCompose(page -> collect(table, page, new ArrayList<>()))
                .whenComplete((rows, fault) -> {
                    if (fault == null) {
                        answer.complete(rows);
                    } else {
                        answer.completeExceptionally(unreadable(partition, fault));
                    }
                });
        return answer;
    }

    @Override
    public CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> rows, long writeTimestamp) {
        SummaryTable table = table(partition.table());
        List<ByteBuffer> group = table.groupBytes(partition.group());
        List<BoundStatement> inserts = new ArrayList<>(rows.size());
        for (RowWrite row : rows) {
            inserts.add(
                    table.insert(requests.write(table.insertCql()), group, partition.period(), row, writeTimestamp));
        }
        return mutations.send(inserts);
    }

    @Override
    public CompletionStage<WriteOutcome> delete(Partition partition, List<Long> buckets, long writeTimestamp) {
        SummaryTable table = table(partition.table());
        List<ByteBuffer> group = table.groupBytes(partition.group());
        List<BoundStatement> deletes = new ArrayList<>(buckets.size());
        for (long bucket : buckets) {
            deletes.add(Binding.of(requests.write(table.deleteCql()))
                    .number(writeTimestamp)
                    .raw(group)
                    .text(partition.period())
                    .time(bucket)
                    .done());
        }
        return mutations.send(deletes);
    }

    @Override
    public void scan(RollupTable rollup, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
        SummaryTable table = table(rollup);
        int bucket = table.partitionKey().size();
        // Cassandra's token(…) > Long.MIN_VALUE leaves nothing out: no partition has that token.
        BoundStatement scan = Binding.of(requests.read(table.scanCql()))
                .number(bound(slice, slices))
                .number(bound(slice + 1, slices))
                .pageSize(SCAN_PAGE)
                .done();
        try {
            Pages.visit(requests.send(scan), row -> {
                visitor.accept(table.group(row), Micros.of(row.getInstant(bucket)));
            });
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot scan slice " + slice + " of " + slices + " of " + table.qualified(), fault);
        }
    }

    @Override
    public Iterator<Located> partitions(RollupTable rollup, long fromPlace) {
        SummaryTable table = table(rollup);
        int period = table.partitionKey().size() - 1;
        BoundStatement select = Binding.of(requests.read(table.partitionsCql()))
                .number(fromPlace)
                .pageSize(PARTITIONS_PAGE)
                .done();
        Iterator<Row> rows = guarded(table, () -> new Pages(requests.send(select)));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return guarded(table, rows::hasNext);
            }

            @Override
            public Located next() {
                Row row = rows.next();
                return new Located(
                        row.getLong(period + 1), new Partition(rollup, table.group(row), row.getString(period)));
            }
        };
    }

    private static <T> T guarded(SummaryTable table, Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException already) {
            throw already;
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot read which groups " + table.qualified() + " has", fault);
        }
    }

    @Override
    public CompletionStage<Boolean> holdsRows(Partition partition) {
        SummaryTable table = table(partition.table());
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        requests.send(Binding.of(requests.read(table.anyCql()))
                        .raw(table.groupBytes(partition.group()))
                        .text(partition.period())
                        .done())
                .whenComplete((page, fault) -> {
                    if (fault == null) {
                        answer.complete(page.currentPage().iterator().hasNext());
                    } else {
                        answer.completeExceptionally(unreadable(partition, fault));
                    }
                });
        return answer;
    }

    @Override
    public void close() {
        // the session belongs to CassandraStores
    }

    /** The last token of the slices before this one. */
    private static long bound(int slice, int slices) {
        if (slice == slices) {
            return Long.MAX_VALUE;
        }
        long width = Long.divideUnsigned(-1L, slices);
        return Long.MIN_VALUE + width * slice;
    }

    private SummaryTable table(RollupTable rollup) {
        SummaryTable known = tables.get(rollup);
        if (known != null) {
            return known;
        }
        // All statements at the first use: a later one may come in a thread of the driver, which must not wait.
        SummaryTable table = new SummaryTable(keyspace, rollup, schema);
        try {
            List.of(table.selectCql(), table.anyCql()).forEach(requests::read);
            if (table.numbered()) {
                requests.read(table.scanCql());
                List.of(table.insertCql(), table.deleteCql()).forEach(requests::write);
            }
        } catch (InvalidQueryException unknown) {
            throw new StoreException(
                    "Cannot use table \"" + rollup.name() + "\": " + unknown.getMessage()
                            + ". \"./tallyroll run\" makes the tables; \"./tallyroll plan\" shows what is missing.",
                    unknown);
        }
        tables.put(rollup, table);
        return table;
    }

    private CompletionStage<List<SummaryRow>> collect(SummaryTable table, AsyncResultSet page, List<SummaryRow> into) {
        for (Row row : page.currentPage()) {
            into.add(table.row(row));
        }
        return page.hasMorePages()
                ? Pages.following(page).thenCompose(next -> collect(table, next, into))
                : CompletableFuture.completedFuture(into);
    }

    private static RuntimeException unreadable(Partition partition, Throwable fault) {
        return Pages.failed(
                "Cannot read period " + partition.period() + " of group " + partition.group() + " from \""
                        + partition.table().name() + "\"",
                fault);
    }
}
