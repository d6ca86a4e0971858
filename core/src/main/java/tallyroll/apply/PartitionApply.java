package tallyroll.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tallyroll.apply.Decision.Delete;
import tallyroll.apply.Decision.Write;
import tallyroll.control.FencedException;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.RowLife;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.summary.WriteOutcome;

/**
 * Brings the rows of one summary partition to where a batch wants them: read, decide, write, and when the answer is lost, read
 * again.
 *
 * <p>Why a row is applied once (rule R4). A row carries the number of the last batch applied to it, written in the same write as
 * its totals (rule R5: a row is the whole of one write). Seen with a smaller number it has not had this batch; with this number it
 * has; with a greater one, another driver is ahead and this one is fenced. Nothing else is consulted, so it does not matter how
 * often, in what order or on which machine attempts run.
 *
 * <p>Why an unknown write is harmless (rule R15). A write that times out may be there now, later, or never. It is never assumed
 * either way: the row is read again and decided again. If the write had landed the row says so. If it lands later, after we
 * wrote the row again, both carry this batch's content, and the later attempt's timestamp is not below the earlier one's, so the row
 * is the whole of one of two equal writes. A write of an older batch has an older timestamp and loses against both.
 *
 * <p>Rejected: conditional writes per row ({@code IF batch = ?}): four round trips a row, and a timed-out condition is unknown
 * too. Counting on the driver's own retries: they repeat a write without reading what it did.
 */
public final class PartitionApply {
    private final SummaryStore store;
    private final PartitionReader reader;
    private final long batch;
    private final long writeTimestamp;
    private final RetryPolicy retry;

    /** @param writeTimestamp of this attempt, µs (rule R3) */
    public PartitionApply(SummaryStore store, long batch, long writeTimestamp, RetryPolicy retry) {
        this.store = store;
        reader = new PartitionReader(store);
        this.batch = batch;
        this.writeTimestamp = writeTimestamp;
        this.retry = retry;
    }

    /**
     * Reads, decides and writes.
     *
     * @return what was decided at first sight, once every row is known to be as decided; completes exceptionally with {@link
     *     FencedException} where a row is ahead of this batch, with {@link StoreException} where the store would not say
     */
    public CompletionStage<List<Decided>> apply(Partition partition, NavigableSet<Long> buckets, RowRule rule) {
        return reader.examine(partition, buckets, fencing(partition, rule))
                .thenCompose(decided -> settle(partition, decided, rule, 1).thenApply(done -> decided));
    }

    private CompletionStage<Void> settle(Partition partition, List<Decided> decided, RowRule rule, int attempt) {
        return write(partition, decided).thenCompose(outcome -> {
            return outcome instanceof WriteOutcome.Written
                    ? CompletableFuture.completedFuture(null)
                    : again(partition, decided, rule, attempt, outcome);
        });
    }

    private CompletionStage<Void> again(
            Partition partition, List<Decided> decided, RowRule rule, int attempt, WriteOutcome last) {
        if (!retry.allows(attempt)) {
            return CompletableFuture.failedFuture(StoreException.unwritten(
                    "Cannot apply batch " + batch + " to \"" + partition.table().name() + "\" period "
                            + partition.period()
                            + ": after " + attempt + " attempts the outcome is still unknown (" + last.cause()
                            + "). Nothing is lost: the batch stays claimed and is run again; see that Cassandra answers.",
                    last));
        }
        NavigableSet<Long> left = new TreeSet<>();
        decided.stream().filter(PartitionApply::writes).forEach(one -> left.add(one.bucket()));
        return retry.pauseAfter(attempt)
                .thenCompose(rested -> reader.examine(partition, left, fencing(partition, rule)))
                .thenCompose(next -> settle(partition, next, rule, attempt + 1));
    }

    private CompletionStage<WriteOutcome> write(Partition partition, List<Decided> decided) {
        List<RowWrite> writes = new ArrayList<>();
        List<Long> deletes = new ArrayList<>();
        for (Decided one : decided) {
            if (one.decision() instanceof Write write) {
                writes.add(new RowWrite(write.row(), one.stored()));
            } else if (one.decision() instanceof Delete) {
                deletes.add(one.bucket());
            }
        }
        CompletionStage<WriteOutcome> written = writes.isEmpty()
                ? CompletableFuture.completedFuture(WriteOutcome.WRITTEN)
                : store.write(partition, writes, writeTimestamp);
        if (deletes.isEmpty()) {
            return written;
        }
        return written.thenCompose(outcome -> outcome instanceof WriteOutcome.Written
                ? store.delete(partition, deletes, writeTimestamp)
                : CompletableFuture.completedFuture(outcome));
    }

    private RowRule fencing(Partition partition, RowRule rule) {
        return (bucket, stored) -> {
            if (stored == null || stored.batch() < batch) {
                boolean over = RowLife.over(partition.table(), bucket, writeTimestamp);
                return over ? Decision.SAME : rule.decide(bucket, stored);
            }
            if (stored.batch() == batch) {
                return Decision.ALREADY;
            }
            throw fenced(partition, stored);
        };
    }

    /**
     * Refuses a row that is read to be merged into another one, where it is ahead of this batch.
     *
     * @throws FencedException for a newer row: a total made with it would say that it is of this batch and be of a later one
     */
    public void requireNotAhead(Partition partition, SummaryRow row) {
        if (row.batch() > batch) {
            throw fenced(partition, row);
        }
    }

    private FencedException fenced(Partition partition, SummaryRow stored) {
        return new FencedException(
                "Cannot apply batch " + batch + " to \"" + partition.table().name() + "\" period " + partition.period()
                        + ": stored batch " + stored.batch()
                        + " is newer, so another driver has taken over. This driver stops; nothing is lost.");
    }

    private static boolean writes(Decided decided) {
        return decided.decision() instanceof Write || decided.decision() instanceof Delete;
    }
}
