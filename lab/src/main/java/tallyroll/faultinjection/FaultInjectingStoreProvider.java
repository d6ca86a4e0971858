package tallyroll.faultinjection;

import tallyroll.store.CassandraStores;
import tallyroll.store.StoreProvider;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/** Cassandra, with faults in front of it where this process was started with some ({@link FaultSpec#jvmOptions}). */
public final class FaultInjectingStoreProvider implements StoreProvider {
    @Override
    public Stores open(StoreSettings settings) {
        Stores stores = CassandraStores.open(settings);
        for (Injection injection : FaultSpec.ofThisProcess()) {
            stores = new FaultInjectingStores(stores, injection);
        }
        return stores;
    }
}
