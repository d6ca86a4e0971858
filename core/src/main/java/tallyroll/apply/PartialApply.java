package tallyroll.apply;

import java.util.List;
import java.util.concurrent.CompletionStage;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;

/**
 * Puts the partials of one batch where nothing but this batch writes, with a plain write and no read.
 *
 * <p>Why repeating it is harmless: row and content are functions of the batch, so however often a task of it runs, the same row
 * ends up there. Why that ends with the process: whoever runs the batch again after a crash does so at another processing time,
 * which is another row, and both count.
 */
public final class PartialApply {
    private final SummaryStore store;
    private final long batch;
    private final long writeTimestamp;
    private final RetryPolicy retry;

    /** @param writeTimestamp of this attempt, µs (rule R3) */
    public PartialApply(SummaryStore store, long batch, long writeTimestamp, RetryPolicy retry) {
        this.store = store;
        this.batch = batch;
        this.writeTimestamp = writeTimestamp;
        this.retry = retry;
    }

    /** Writes; completes exceptionally with {@link tallyroll.summary.StoreException} where the store would not take it. */
    public CompletionStage<Void> put(Partition partition, List<SummaryRow> rows) {
        List<RowWrite> writes =
                rows.stream().map(row -> new RowWrite(row, null)).toList();
        String what = "apply batch " + batch + " to \"" + partition.table().name() + "\" period " + partition.period();
        return new UntilWritten(what, () -> store.write(partition, writes, writeTimestamp), retry).send(true);
    }
}
