package tallyroll.pipeline;

/**
 * The ways in which a batch can change summary rows, one of which each {@link SummaryMode} takes; {@code flow} carries them out.
 *
 * @param <W> what writes
 */
public interface BatchWrites<W> {
    /** Adds to counters, which takes no batch number and cannot be repeated. */
    W adding();

    /** Puts rows that only this batch writes, without reading; repeating it changes nothing. */
    W putting();

    /** Reads rows, merges the batch into them once, and writes them back with the batch's number (rule R4). */
    W merging();
}
