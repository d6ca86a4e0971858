package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.event.EventSchema;
import tallyroll.summary.CounterStore;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.WriteOutcome;

/** CQL counter columns. Increments of one partition go out as a counter batch, one mutation of it. */
final class CassandraCounters implements CounterStore {
    private static final int BATCH_ROWS = 64;

    private final Requests requests;
    private final String keyspace;
    private final EventSchema schema;
    private final Map<RollupTable, SummaryTable> tables = new ConcurrentHashMap<>();

    CassandraCounters(Requests requests, String keyspace, EventSchema schema) {
        this.requests = requests;
        this.keyspace = keyspace;
        this.schema = schema;
    }

    @Override
    public CompletionStage<WriteOutcome> add(Partition partition, List<Increment> increments) {
        SummaryTable table = tables.computeIfAbsent(partition.table(), known -> table(known));
        PreparedStatement update = requests.write(table.incrementCql());
        List<ByteBuffer> group = table.groupBytes(partition.group());
        List<CompletableFuture<WriteOutcome>> outcomes = new ArrayList<>();
        for (int from = 0; from < increments.size(); from += BATCH_ROWS) {
            List<BatchableStatement<?>> chunk = new ArrayList<>();
            for (Increment increment : increments.subList(from, Math.min(from + BATCH_ROWS, increments.size()))) {
                chunk.add(table.increment(update, group, partition.period(), increment));
            }
            outcomes.add(send(chunk));
        }
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(done -> Answers.combine(
                        outcomes.stream().map(CompletableFuture::join).toList()));
    }

    @Override
    public void close() {
        // the session belongs to CassandraStores
    }

    private SummaryTable table(RollupTable rollup) {
        SummaryTable table = new SummaryTable(keyspace, rollup, schema);
        // prepared at the first use: a later one may come in a thread of the driver, which must not wait
        requests.write(table.incrementCql());
        return table;
    }

    private CompletableFuture<WriteOutcome> send(List<BatchableStatement<?>> chunk) {
        Statement<?> statement =
                chunk.size() == 1 ? chunk.get(0) : BatchStatement.newInstance(DefaultBatchType.COUNTER, chunk);
        return requests.send(statement)
                .handle((answer, fault) -> fault == null ? WriteOutcome.WRITTEN : Answers.outcome(fault))
                .toCompletableFuture();
    }
}
