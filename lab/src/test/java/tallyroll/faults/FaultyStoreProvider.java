package tallyroll.faults;

import tallyroll.pipeline.Pipeline;
import tallyroll.store.CassandraStores;
import tallyroll.store.StoreProvider;
import tallyroll.store.Stores;

/** Cassandra, with a fault before it where the process was told so by {@link Fault#PROPERTY}. */
public final class FaultyStoreProvider implements StoreProvider {
    @Override
    public Stores open(Pipeline pipeline) {
        Stores stores = CassandraStores.open(pipeline);
        return Fault.ofThisProcess()
                .<Stores>map(fault -> new FaultyStores(stores, fault))
                .orElse(stores);
    }
}
