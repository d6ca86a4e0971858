package tallyroll.summary;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Port: where summary rows live. Safe for use by many threads.
 *
 * <p>Rows of one (table, group, period) form a <em>partition</em>. A write names a write timestamp (rule R3); of two writes of one row the
 * one with the higher write timestamp stays, whatever order they arrive in, and a row is always the whole of one write (rule R5). A write
 * with the same write timestamp and content may be repeated any number of times.
 */
public interface SummaryStore extends AutoCloseable {
    /** A summary partition: all rows of one group in one coarse period. */
    record Partition(RollupTable table, GroupKey group, String period) {}

    /** A row to write. {@code stored} is the row that is replaced, or null where there is none: a column is set to null only where {@code stored} has a value. */
    record RowWrite(SummaryRow row, SummaryRow stored) {}

    /**
     * A partition that holds rows, and its place among all of its table: places ascend in an order of the store's own, and a partition
     * never changes its.
     */
    record Located(long place, Partition partition) {}

    /**
     * Reads the stored rows with {@code from <= bucket <= to}, ascending by bucket.
     *
     * @return completes exceptionally with {@link StoreException} when the store cannot answer
     */
    CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to);

    /** Writes whole rows of one partition at one write timestamp, atomically per row. Never completes exceptionally for a store's failure: that is an outcome. */
    CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> rows, long writeTimestamp);

    /** Deletes rows of one partition at a write timestamp: writes of an older write timestamp, also late ones, stay deleted. */
    CompletionStage<WriteOutcome> delete(Partition partition, List<Long> buckets, long writeTimestamp);

    /**
     * Visits the group and bucket of every stored row of a table in one of {@code slices} equal parts of the store, in no order.
     *
     * @throws StoreException when the store cannot answer
     */
    void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor);

    /**
     * The partitions of a table that hold rows, from a place on, ascending by place. They are fetched as the iterator is asked for them, so
     * a table of any size can be gone through; the iterator is for one thread. A partition that is made or emptied meanwhile may be given
     * or not; all others are given once.
     *
     * @throws StoreException when the store cannot answer; the iterator too
     */
    Iterator<Located> partitions(RollupTable table, long fromPlace);

    /**
     * Whether a partition holds any row.
     *
     * @return completes exceptionally with {@link StoreException} when the store cannot answer
     */
    CompletionStage<Boolean> holdsRows(Partition partition);

    @Override
    void close();
}
