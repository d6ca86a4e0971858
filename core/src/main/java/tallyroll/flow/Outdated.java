package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tallyroll.summary.SummaryRow;

/**
 * Where rows of an earlier definition still stand (rule R17): of each rollup that was redefined, the times whose record buckets
 * have not been recounted since.
 *
 * <p>Why no row mixes two definitions. Within these times new events change no row: what stands there stays as it was, and what
 * does not stand is not begun, for it would hold the new events only. Their buckets are dirty, so recounting them makes rows that
 * are whole. A longer bucket that reaches into these times is left alone as well, until the batch that recounts the last part of
 * it; then it is merged from finest rows all of which are new. And a batch that was claimed under the old definition, but is
 * run again under the new one, changes no row at all: some of its rows may stand already, as the old definition made them.
 *
 * <p>Rejected: telling by each row's batch alone. It says of a row that stands what it is, and nothing of one that does not.
 */
public final class Outdated implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final Outdated NONE = new Outdated(List.of());

    private static final long NO_BATCH = -1;

    private final List<OfRollup> rollups;

    private Outdated(List<OfRollup> rollups) {
        this.rollups = List.copyOf(rollups);
    }

    /** @param rollups in the order of the definition */
    public static Outdated of(List<OfRollup> rollups) {
        return rollups.stream().allMatch(rollup -> rollup.batch == 0) ? NONE : new Outdated(rollups);
    }

    /**
     * For a comparison: only what can never be made again, of each rollup the time before a bound, µs; {@link Long#MIN_VALUE} for nothing.
     */
    public static Outdated forgotten(List<Long> before) {
        return before.stream().allMatch(bound -> bound == Long.MIN_VALUE)
                ? NONE
                : new Outdated(before.stream().map(OfRollup::before).toList());
    }

    /**
     * What is outdated of one rollup.
     *
     * @param batch the last one that was claimed under the definition before, 0 where nothing is outdated
     * @param bounds starts and ends of the times, in turn, ascending, µs
     */
    public record OfRollup(long batch, List<Long> bounds) implements Serializable {
        public static final OfRollup NOTHING = new OfRollup(0, List.of());

        public OfRollup {
            bounds = List.copyOf(bounds);
        }

        /** @param buckets starts of record buckets, ascending; {@code ends} their ends */
        public static OfRollup of(long batch, List<Long> buckets, List<Long> ends) {
            List<Long> bounds = new ArrayList<>();
            for (int i = 0; i < buckets.size(); i++) {
                if (!bounds.isEmpty() && bounds.get(bounds.size() - 1).equals(buckets.get(i))) {
                    bounds.set(bounds.size() - 1, ends.get(i));
                } else {
                    bounds.add(buckets.get(i));
                    bounds.add(ends.get(i));
                }
            }
            return new OfRollup(batch, bounds);
        }

        /** A comparison has no batch, and any row may be right. */
        private static OfRollup before(long bound) {
            return new OfRollup(NO_BATCH, bound == Long.MIN_VALUE ? List.of() : List.of(Long.MIN_VALUE, bound));
        }

        private boolean overlaps(long start, long end) {
            int low = 0;
            int high = bounds.size() / 2;
            while (low < high) {
                int middle = (low + high) / 2;
                if (bounds.get(2 * middle + 1) > start) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return 2 * low < bounds.size() && bounds.get(2 * low) < end;
        }
    }

    /** Whether a batch must leave a rollup's row of {@code [start, end)} as it is, or leave it out. */
    boolean leavesAlone(int rollup, long batch, long start, long end) {
        if (rollups.isEmpty()) {
            return false;
        }
        OfRollup outdated = rollups.get(rollup);
        return batch <= outdated.batch || outdated.overlaps(start, end);
    }

    /** Whether a stored row is of the definition before. */
    boolean old(int rollup, SummaryRow stored) {
        return !rollups.isEmpty() && stored.batch() <= rollups.get(rollup).batch;
    }
}
