package tallyroll.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.List;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.server.TestServers;

/** The ports of the contract's pipeline in a keyspace of their own on the tests' node. */
final class TestStores implements AutoCloseable {
    private final Pipeline pipeline;
    private final CassandraStores stores;

    TestStores(String layout) {
        String keyspace = TestServers.shared().freshKeyspace();
        pipeline = ContractPipeline.of(layout, TestServers.shared().contactPoint(), keyspace);
        stores = CassandraStores.open(pipeline);
        stores.createTables();
    }

    Pipeline pipeline() {
        return pipeline;
    }

    CassandraStores stores() {
        return stores;
    }

    CqlSession session() {
        return stores.session();
    }

    /** Empties the tables; ports opened afterwards know nothing of what was there. */
    TestStores empty(String... tables) {
        for (String table : tables) {
            session().execute("TRUNCATE " + keyspace() + "." + table);
        }
        return this;
    }

    String keyspace() {
        return pipeline.cassandra().keyspace();
    }

    CassandraRecord record(Requests requests) {
        EventLayout layout = pipeline.record().layout() == Pipeline.RecordSpec.Layout.BLOCKS
                ? new BlockLayout(requests, keyspace(), pipeline.cassandra().maxMutationBytes())
                : new RowLayout(requests, keyspace());
        return new CassandraRecord(
                requests, keyspace(), pipeline.record().bucket(), layout, pipeline.lives(), claim -> {});
    }

    Requests requests() {
        return new Requests(session(), 64);
    }

    List<Row> rows(String cql) {
        return session().execute(cql.replace("KEYSPACE", keyspace())).all();
    }

    @Override
    public void close() {
        stores.close();
    }
}
