package tallyroll.client;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import tallyroll.summary.CounterStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.WriteOutcome;

/** Counters that keep count of the additions whose outcome nobody knows. */
final class Outcomes implements CounterStore {
    private final CounterStore store;
    private final LongAdder unknown = new LongAdder();

    Outcomes(CounterStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<WriteOutcome> add(Partition partition, List<Increment> increments) {
        return store.add(partition, increments).thenApply(outcome -> {
            if (outcome instanceof WriteOutcome.Unknown) {
                unknown.increment();
            }
            return outcome;
        });
    }

    long unknown() {
        return unknown.sum();
    }

    @Override
    public void close() {
        store.close();
    }
}
