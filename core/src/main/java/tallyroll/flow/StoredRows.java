package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore;

/**
 * A part of a summary table whose rows are named to the apply side, so that also rows which no event makes are visited.
 *
 * @param rollup the rollup's index
 * @param granularity the index in the rollup's {@code every}; 0 is the finest
 * @param slice from 0 to {@code slices - 1}
 */
public record StoredRows(int rollup, int granularity, int slice, int slices) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** All parts of all summary tables. */
    public static List<StoredRows> all(TaskPlan plan, int slices) {
        List<StoredRows> parts = new ArrayList<>();
        for (int rollup = 0; rollup < plan.rollups().size(); rollup++) {
            int tables = plan.rollups().get(rollup).every().size();
            for (int part = 0; part < tables * slices; part++) {
                parts.add(new StoredRows(rollup, part / slices, part % slices, slices));
            }
        }
        return parts;
    }

    /** Names the stored rows that a scope touches. */
    public Iterator<ShuffleRecord> named(TaskPlan plan, Scope.Recount scope, SummaryStore store) {
        Rollup definition = plan.rollups().get(rollup);
        RollupTable table = new RollupTable(definition, definition.every().get(granularity));
        List<ShuffleRecord> named = new ArrayList<>();
        store.scan(table, slice, slices, (group, bucket) -> {
            if (scope.touches(rollup, bucket, table.every().end(bucket))) {
                named.add(ShuffleRecord.naming(rollup, group, granularity, bucket));
            }
        });
        return named.iterator();
    }
}
