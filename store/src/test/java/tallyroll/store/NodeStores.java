package tallyroll.store;

import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.CountersPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.RecordSpec.Layout;
import tallyroll.store.node.MemoryNode;

/** A pipeline's ports over the real driver, on a node in memory of their own. */
final class NodeStores implements AutoCloseable {
    private final MemoryNode node;
    private final Pipeline pipeline;
    private final CassandraStores stores;

    private NodeStores(MemoryNode node, Pipeline pipeline) {
        this.node = node;
        this.pipeline = pipeline;
        stores = CassandraStores.open(pipeline);
        stores.createTables();
    }

    /** The contract's pipeline with a record of a layout: {@code blocks} or {@code rows}. */
    static NodeStores of(String layout) {
        MemoryNode node = new MemoryNode();
        return new NodeStores(node, ContractPipeline.of(layout, node.contactPoint(), "contract"));
    }

    static NodeStores ofCounters() {
        MemoryNode node = new MemoryNode();
        return new NodeStores(node, CountersPipeline.of(node.contactPoint(), "counting"));
    }

    MemoryNode node() {
        return node;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    CassandraStores stores() {
        return stores;
    }

    /** Empties the tables. Ports made afterwards know nothing of what was there. */
    NodeStores empty() {
        node.truncate(keyspace());
        node.forget();
        return this;
    }

    Requests requests() {
        return new Requests(stores.session(), 64);
    }

    String keyspace() {
        return pipeline.cassandra().keyspace();
    }

    CassandraRecord record(Requests requests) {
        EventLayout layout = pipeline.record().layout() == Layout.BLOCKS
                ? new BlockLayout(requests, keyspace(), pipeline.cassandra().maxMutationBytes())
                : new RowLayout(requests, keyspace());
        return new CassandraRecord(
                requests, keyspace(), pipeline.record().bucket(), layout, pipeline.lives(), claim -> {});
    }

    @Override
    public void close() {
        stores.close();
        node.close();
    }
}
