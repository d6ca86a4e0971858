package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import tallyroll.event.EventSchema;
import tallyroll.summary.CounterStore;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.WriteOutcome;

/** CQL counter columns. Increments of one partition go out as a counter batch, one mutation of it. */
final class CassandraCounters implements CounterStore {
    private final Requests requests;
    private final Mutations mutations;
    private final String keyspace;
    private final EventSchema schema;
    private final Map<RollupTable, SummaryTable> tables = new ConcurrentHashMap<>();

    CassandraCounters(Requests requests, String keyspace, EventSchema schema) {
        this.requests = requests;
        mutations = new Mutations(requests, DefaultBatchType.COUNTER);
        this.keyspace = keyspace;
        this.schema = schema;
    }

    @Override
    public CompletionStage<WriteOutcome> add(Partition partition, List<Increment> increments) {
        SummaryTable table = tables.computeIfAbsent(partition.table(), known -> table(known));
        PreparedStatement update = requests.write(table.incrementCql());
        List<ByteBuffer> group = table.groupBytes(partition.group());
        List<BoundStatement> updates = increments.stream()
                .map(increment -> table.increment(update, group, partition.period(), increment))
                .toList();
        return mutations.send(updates);
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
}
