package tallyroll.apply;

import java.util.List;
import java.util.concurrent.CompletionStage;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.CounterStore;
import tallyroll.summary.CounterStore.Increment;
import tallyroll.summary.SummaryStore.Partition;

/**
 * Adds to the counters of one summary partition, and errs on the side that the definition chose.
 *
 * <p>What cannot be had here, however it is written: rule R4. A counter carries no batch number, so a task that runs twice adds
 * twice; an increment whose answer is lost (rule R15) is either sent again, and may count twice, or left, and may not count at
 * all. Reading the counter first does not help: another task may add to it in between, and the lost increment may arrive later.
 */
public final class CounterApply {
    private final CounterStore store;
    private final Delivery delivery;
    private final RetryPolicy retry;

    public CounterApply(CounterStore store, Delivery delivery, RetryPolicy retry) {
        this.store = store;
        this.delivery = delivery;
        this.retry = retry;
    }

    /** Adds; completes exceptionally with {@link tallyroll.summary.StoreException} where the store goes on refusing. */
    public CompletionStage<Void> add(Partition partition, List<Increment> increments) {
        String what = "increment \"" + partition.table().name() + "\" period " + partition.period();
        return new UntilWritten(what, () -> store.add(partition, increments), retry)
                .send(delivery == Delivery.AT_LEAST_ONCE);
    }
}
