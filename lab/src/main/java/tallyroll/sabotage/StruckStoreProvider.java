package tallyroll.sabotage;

import tallyroll.pipeline.Pipeline;
import tallyroll.store.CassandraStores;
import tallyroll.store.StoreProvider;
import tallyroll.store.Stores;

/** Cassandra, with strikes before it where the process was told so by {@link Strike#PROPERTY}. */
public final class StruckStoreProvider implements StoreProvider {
    @Override
    public Stores open(Pipeline pipeline) {
        Stores stores = CassandraStores.open(pipeline);
        for (Strike strike : Strike.ofThisProcess()) {
            stores = new StruckStores(stores, strike);
        }
        return stores;
    }
}
