package tallyroll.flow;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tallyroll.bucket.Granularity;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupKey;
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

    /** Names the stored rows that a scope touches, and where it completes longer buckets, those that a finest row is a part of. */
    public Iterator<ShuffleRecord> named(TaskPlan plan, Scope.Recount scope, SummaryStore store) {
        List<ShuffleRecord> named = new ArrayList<>();
        if (!scope.visits(rollup)) {
            return named.iterator();
        }
        List<Granularity> every = plan.rollups().get(rollup).every();
        Named names = new Named(scope, every, named);
        int last = granularity == 0 && scope.completes(rollup) ? every.size() - 1 : granularity;
        store.scan(table(plan), slice, slices, (group, bucket) -> {
            names.name(group, granularity, bucket);
            for (int longer = granularity + 1; longer <= last; longer++) {
                names.name(group, longer, every.get(longer).floor(bucket));
            }
        });
        return named.iterator();
    }

    private RollupTable table(TaskPlan plan) {
        Rollup definition = plan.rollups().get(rollup);
        return new RollupTable(definition, definition.every().get(granularity));
    }

    /** Names what is touched. Rows of a group come one after the other, so that what was named last is not named again. */
    private final class Named {
        private final Scope.Recount scope;
        private final List<Granularity> every;
        private final List<ShuffleRecord> into;
        private final List<Map<Long, Boolean>> touched = new ArrayList<>();
        private final List<StoredBucket> last = new ArrayList<>();

        Named(Scope.Recount scope, List<Granularity> every, List<ShuffleRecord> into) {
            this.scope = scope;
            this.every = every;
            this.into = into;
            every.forEach(length -> {
                touched.add(new HashMap<>());
                last.add(null);
            });
        }

        void name(GroupKey group, int length, long bucket) {
            StoredBucket one = new StoredBucket(group, bucket);
            boolean touches = touched.get(length)
                    .computeIfAbsent(
                            bucket,
                            start -> scope.touches(
                                    rollup, start, every.get(length).reach(start)));
            if (touches && !one.equals(last.get(length))) {
                last.set(length, one);
                into.add(ShuffleRecord.naming(rollup, group, length, bucket));
            }
        }
    }

    private record StoredBucket(GroupKey group, long bucket) {}
}
