package tallyroll.record;

import java.util.List;

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

    /** The newest ones, highest batch first, within a batch by source, partition and position. */
    List<Gap> newest(int max);

    /** All of them together. */
    Totals totals();

    /**
     * How much is missing.
     *
     * @param gaps how many gaps are written down
     * @param positions positions in them
     */
    record Totals(long gaps, long positions) {
        public static final Totals NONE = new Totals(0, 0);

        public Totals plus(Gap gap) {
            return new Totals(gaps + 1, positions + gap.range().length());
        }
    }
}
