package tallyroll.record;

import java.util.List;
import java.util.function.Predicate;

/**
 * Port: the gaps of a pipeline (rule R13). Safe for use by many threads.
 *
 * <p>A gap is known by its batch and by where it begins: adding it again changes nothing, and of two that begin at the same
 * position of the same batch the one with the higher write timestamp stays, for the later look at the source knows more.
 */
public interface GapStore {
    /**
     * Writes a gap down; durable when this returns.
     *
     * @param writeTimestamp µs
     * @throws RuntimeException when the store cannot take it
     */
    void add(Gap gap, long writeTimestamp);

    /**
     * Says what filled a gap that was added; durable when this returns. Again it changes nothing, of two the one with the higher write
     * timestamp stays, and adding the gap again leaves it.
     *
     * @param gap as it was read, with what filled it
     * @param writeTimestamp µs
     * @throws RuntimeException when the store cannot take it
     */
    void fill(Gap gap, long writeTimestamp);

    /** The newest ones, highest batch first, within a batch by source, partition and position. */
    default List<Gap> newest(int max) {
        return newest(max, gap -> true);
    }

    /** As {@link #newest(int)}, of some of them. */
    List<Gap> newest(int max, Predicate<Gap> which);

    /** All of them together. */
    Totals totals();

    /**
     * How much is missing.
     *
     * @param gaps how many gaps are written down
     * @param positions positions in them
     * @param open how many of them are open
     * @param missing positions of those that are missing
     */
    record Totals(long gaps, long positions, long open, long missing) {
        public static final Totals NONE = new Totals(0, 0);

        /** All of them open. */
        public Totals(long gaps, long positions) {
            this(gaps, positions, gaps, positions);
        }

        public Totals plus(Gap gap) {
            return new Totals(
                    gaps + 1,
                    positions + gap.range().length(),
                    open + (gap.open() ? 1 : 0),
                    missing + gap.missing().length());
        }
    }
}
