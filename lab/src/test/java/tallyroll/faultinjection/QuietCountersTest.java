package tallyroll.faultinjection;

import tallyroll.store.Stores;
import tallyroll.summary.CounterStore;
import tallyroll.summary.CounterStoreContract;
import tallyroll.summary.SummaryStore.Partition;

/** A fault that does not happen changes nothing. */
class QuietCountersTest extends CounterStoreContract {
    private final MemoryPorts ports = new MemoryPorts();
    private final Stores stores = ports.withQuietFault();

    @Override
    protected CounterStore counters() {
        return stores.counters();
    }

    @Override
    protected long[] row(Partition partition, long bucket) {
        return ports.counters().row(partition, bucket, 2);
    }
}
