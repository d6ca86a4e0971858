package tallyroll.flow;

import java.util.List;
import java.util.NavigableMap;
import tallyroll.summary.GroupKey;

/** What becomes of the merged partials of a group: one implementation for each of {@link tallyroll.pipeline.BatchWrites}. */
interface RowTarget {
    /**
     * Takes a group's partials of one table by bucket, coarser tables first; may empty the map. Work may still be under way when it
     * returns.
     *
     * @param granularity the index of the table; 0 is the finest
     */
    void take(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Accumulators> cells);

    /** Returns once the store has confirmed everything. */
    ApplyReport finish(List<TaskStats> stats);
}
