package tallyroll.control;

import java.util.Optional;

/**
 * Port: the control row of each pipeline, changed by compare-and-set only.
 *
 * <p>{@link #swap} is linearizable: of two drivers that read the same state at most one succeeds. It is the only way anything in
 * control changes, so the protocol ({@link LeaseHolder}) is written once over it, whatever the store.
 */
public interface ControlStore extends AutoCloseable {
    /** The current state by a linearizable read; empty for a pipeline that no driver has opened. */
    Optional<PipelineState> read(String pipeline);

    /**
     * Replaces {@code expected} by {@code next} if the stored state's version is that of {@code expected}; {@code next} has the version after. A store whose answer was
     * lost reads again and decides; it never returns without knowing.
     *
     * @param expected what {@link #read} gave, or {@link PipelineState#initial} for a pipeline never opened
     * @return whether {@code next} is now stored
     */
    boolean swap(PipelineState expected, PipelineState next);

    /** Refuses a {@code next} that does not follow {@code expected}: that is a fault of the caller, not a lost race. */
    static void requireNext(PipelineState expected, PipelineState next) {
        if (!next.pipeline().equals(expected.pipeline()) || next.version() != expected.version() + 1) {
            throw new IllegalArgumentException("version " + next.version() + " of \"" + next.pipeline()
                    + "\" does not follow version " + expected.version() + " of \"" + expected.pipeline() + "\"");
        }
    }

    /** Appends a committed batch to the pipeline's history; repeating the same entry changes nothing. */
    void append(String pipeline, BatchEntry entry);

    /** The newest entries of the history, newest first. */
    java.util.List<BatchEntry> history(String pipeline, int max);

    @Override
    void close();

    /**
     * One line of the history.
     *
     * @param committedMicros when it was committed, µs
     * @param rows summary rows written
     * @param lag records still unread at the source when it was committed, -1 where unknown
     */
    record BatchEntry(Claim claim, Books books, long committedMicros, long rows, long lag) {}
}
