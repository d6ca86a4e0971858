package tallyroll.summary;

import java.util.List;
import java.util.concurrent.CompletionStage;
import tallyroll.summary.SummaryStore.Partition;

/**
 * Port: counters, which can only be added to. Safe for use by many threads.
 *
 * <p>Adding is not idempotent, and nothing tells afterwards whether it was done: an outcome that is unknown may have been added,
 * may be yet, or never will be, and sending it again may add it twice. That is the price of this keeping, and no caller can get
 * around it.
 */
public interface CounterStore extends AutoCloseable {
    /**
     * What to add to one row.
     *
     * @param bucket the row's bucket, µs
     * @param deltas one a measure, in the order of the rollup's
     */
    record Increment(long bucket, long[] deltas) {}

    /**
     * Adds to rows of one partition; a row that is not there begins at zero. Never completes exceptionally for a store's failure:
     * that is an outcome. When it is {@code Refused}, nothing was added; of an {@code Unknown} nothing is known, row by row.
     */
    CompletionStage<WriteOutcome> add(Partition partition, List<Increment> increments);

    @Override
    void close();
}
