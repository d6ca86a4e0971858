package tallyroll.wal;

import java.io.IOException;
import java.util.List;
import tallyroll.receiver.EventBatch;

/** The log of this process as the group commit of {@link WalWriter} sees it. One thread. */
interface CommitLog {
    /** Where a process gets its logs from. */
    interface Directory {
        /**
         * Takes a log of its own.
         *
         * @throws WalException when the directory belongs to another pipeline, or numbers have run out
         */
        CommitLog take() throws IOException;

        /** Names the directory to people. */
        String where();
    }

    /** The partition of its entries' positions. */
    int number();

    /** The sequence of the next entry. */
    long next();

    /**
     * Writes the batches and makes them durable. If it throws, nothing is known of their entries, their sequences are used up,
     * and the next commit begins a new segment.
     *
     * @return bytes written
     */
    long commit(List<EventBatch> batches) throws IOException;

    /** Seals the segment if it has reached its size; what it holds is durable whether this succeeds or not. */
    void roll() throws IOException;

    /** Shows that this process lives, if it is time to. */
    void show() throws IOException;

    /** Whether others may soon take this log for dead: nothing may be acknowledged any more. */
    boolean lapsed();

    void requireNotLapsed() throws IOException;

    /** Gives the segment up as it is. */
    void abandon();

    /** Whether the directory takes this many bytes again. */
    void probe(int bytes) throws IOException;

    /** Seals, and says that the log ends here. */
    void end() throws IOException;
}
