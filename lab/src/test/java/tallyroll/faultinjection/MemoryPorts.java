package tallyroll.faultinjection;

import java.util.List;
import tallyroll.control.MemoryControl;
import tallyroll.control.MemoryRequests;
import tallyroll.record.MemoryRecord;
import tallyroll.store.SchemaPlan;
import tallyroll.store.Stores;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;

/** All ports in memory. */
record MemoryPorts(
        MemoryRecord record,
        MemorySummaries summaries,
        MemoryCounters counters,
        MemoryControl control,
        MemoryRequests requests)
        implements Stores {
    MemoryPorts() {
        this(
                new MemoryRecord(),
                new MemorySummaries(),
                new MemoryCounters(),
                new MemoryControl(),
                new MemoryRequests());
    }

    /** With a fault in front of them that is planned for a batch that never comes. */
    Stores withQuietFault() {
        FaultLog log = new FaultLog(java.nio.file.Path.of("unused.log"));
        return new FaultInjectingStores(
                this,
                FaultSpec.unknownOutcomes(1_000).inBatch(Long.MAX_VALUE - 1).in(log));
    }

    @Override
    public void prepareLease() {
        // control rows need no table here
    }

    @Override
    public boolean exist() {
        return true;
    }

    @Override
    public SchemaPlan createTables() {
        return new SchemaPlan(true, List.of(), List.of(), List.of());
    }

    @Override
    public void close() {
        // nothing is open
    }
}
