package tallyroll.reading;

import tallyroll.control.ControlStore;
import tallyroll.control.MemoryControl;
import tallyroll.control.MemoryRequests;
import tallyroll.control.RequestStore;
import tallyroll.record.MemoryRecord;
import tallyroll.store.SchemaPlan;
import tallyroll.store.Stores;
import tallyroll.summary.CounterStore;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.SummaryStore;

/** The ports in memory. */
final class TwinStores implements Stores {
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryCounters counters = new MemoryCounters();
    private final MemoryControl control = new MemoryControl();
    private final MemoryRequests requests = new MemoryRequests();

    @Override
    public MemoryRecord record() {
        return record;
    }

    @Override
    public SummaryStore summaries() {
        return summaries;
    }

    @Override
    public CounterStore counters() {
        return counters;
    }

    @Override
    public ControlStore control() {
        return control;
    }

    @Override
    public RequestStore requests() {
        return requests;
    }

    @Override
    public boolean exist() {
        return true;
    }

    @Override
    public void prepareLease() {
        // there is nothing to make
    }

    @Override
    public SchemaPlan createTables() {
        throw new UnsupportedOperationException("there are no tables");
    }

    @Override
    public void close() {
        // nothing is held
    }
}
