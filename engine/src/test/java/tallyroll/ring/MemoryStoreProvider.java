package tallyroll.ring;

import tallyroll.store.CassandraStores;
import tallyroll.store.StoreProvider;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/**
 * Opens stores in memory in place of Cassandra, for the driver and for the tasks, which run in its process: for definitions whose
 * {@code cassandra.contact} is {@value #CONTACT}.
 */
public final class MemoryStoreProvider implements StoreProvider {
    public static final String CONTACT = "memory:1";

    @Override
    public Stores open(StoreSettings settings) {
        return settings.cassandra().contactPoints().contains(CONTACT)
                ? MemoryStores.of(settings)
                : CassandraStores.open(settings);
    }
}
