package tallyroll.faultinjection;

import tallyroll.pipeline.Pipeline;
import tallyroll.store.CassandraStores;
import tallyroll.store.StoreProvider;
import tallyroll.store.Stores;

/** Cassandra, with faults in front of it where this process was started with some ({@link FaultSpec#jvmOptions}). */
public final class FaultInjectingStoreProvider implements StoreProvider {
    @Override
    public Stores open(Pipeline pipeline) {
        Stores stores = CassandraStores.open(pipeline);
        for (Injection injection : FaultSpec.ofThisProcess()) {
            stores = new FaultInjectingStores(stores, injection);
        }
        return stores;
    }
}
