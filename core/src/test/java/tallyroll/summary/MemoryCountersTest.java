package tallyroll.summary;

import tallyroll.summary.SummaryStore.Partition;

class MemoryCountersTest extends CounterStoreContract {
    private final MemoryCounters counters = new MemoryCounters();

    @Override
    protected CounterStore counters() {
        return counters;
    }

    @Override
    protected long[] row(Partition partition, long bucket) {
        return counters.row(partition, bucket, 2);
    }
}
