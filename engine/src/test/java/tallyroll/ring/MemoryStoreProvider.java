package tallyroll.ring;

import tallyroll.pipeline.Pipeline;
import tallyroll.store.StoreProvider;
import tallyroll.store.Stores;

/** Opens stores in memory in place of Cassandra, for the driver and for the tasks, which run in its process. */
public final class MemoryStoreProvider implements StoreProvider {
    @Override
    public Stores open(Pipeline pipeline) {
        return MemoryStores.of(pipeline.name());
    }
}
