package tallyroll.ring;

import tallyroll.pipeline.Pipeline;
import tallyroll.store.CassandraStores;
import tallyroll.store.StoreProvider;
import tallyroll.store.Stores;

/**
 * Opens stores in memory in place of Cassandra, for the driver and for the tasks, which run in its process: for definitions whose
 * {@code cassandra.contact} is {@value #CONTACT}.
 */
public final class MemoryStoreProvider implements StoreProvider {
    public static final String CONTACT = "memory:1";

    @Override
    public Stores open(Pipeline pipeline) {
        return pipeline.cassandra().contactPoints().contains(CONTACT)
                ? MemoryStores.of(pipeline.name())
                : CassandraStores.open(pipeline);
    }
}
