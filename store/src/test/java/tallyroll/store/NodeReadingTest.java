package tallyroll.store;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import tallyroll.pipeline.Pipeline;
import tallyroll.reading.Measured;
import tallyroll.reading.ReadingContract;
import tallyroll.store.node.MemoryNode;

/** Over the driver. */
class NodeReadingTest extends ReadingContract {
    private static MemoryNode node;
    private static Pipeline pipeline;
    private static CassandraStores stores;

    @BeforeAll
    static void open() {
        node = new MemoryNode();
        pipeline = Measured.pipeline(Map.of("CONTACT", node.contactPoint()));
        stores = CassandraStores.open(pipeline);
        stores.createTables();
        Measured.write(stores.summaries(), pipeline, SAMPLES);
    }

    @AfterAll
    static void close() {
        stores.close();
        node.close();
    }

    @Override
    protected Stores stores() {
        return stores;
    }

    @Override
    protected Pipeline pipeline() {
        return pipeline;
    }
}
