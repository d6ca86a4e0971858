package tallyroll.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import tallyroll.apply.CounterApply;
import tallyroll.summary.CounterStore.Increment;
import tallyroll.summary.GroupKey;

/** Keeping counters: partials become increments. */
final class CounterTarget implements RowTarget {
    private final CounterApply counters;
    private final InFlight inFlight = new InFlight();
    private long rows;

    CounterTarget(CounterApply counters) {
        this.counters = counters;
    }

    @Override
    public void take(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Accumulators> cells) {
        shape.byPartition(granularity, group, cells, (partition, part) -> {
            List<Increment> increments = new ArrayList<>();
            part.forEach((bucket, cell) -> increments.add(new Increment(bucket, deltas(cell.values(shape.row())))));
            inFlight.add(counters.add(partition, increments).thenApply(done -> () -> rows += increments.size()));
        });
    }

    @Override
    public ApplyReport finish(List<TaskStats> stats) {
        inFlight.finish();
        return new ApplyReport(rows, rows, 0, 0, 0, 0, List.of(), Set.of(), stats, false);
    }

    private static long[] deltas(Object[] values) {
        long[] deltas = new long[values.length];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = values[i] == null ? 0 : ((Number) values[i]).longValue();
        }
        return deltas;
    }
}
