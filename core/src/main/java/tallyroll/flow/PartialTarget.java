package tallyroll.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import tallyroll.apply.PartialApply;
import tallyroll.summary.GroupKey;
import tallyroll.summary.SummaryRow;

/** Keeping aggregates: each group's partials become a row of its batch. */
final class PartialTarget implements RowTarget {
    private final PartialApply partials;
    private final long batch;
    private final InFlight inFlight = new InFlight();
    private long rows;

    PartialTarget(PartialApply partials, long batch) {
        this.partials = partials;
        this.batch = batch;
    }

    @Override
    public void take(RollupShape shape, int granularity, GroupKey group, NavigableMap<Long, Accumulators> cells) {
        shape.byPartition(granularity, group, cells, (partition, part) -> {
            List<SummaryRow> written = new ArrayList<>();
            part.forEach((time, cell) -> written.add(new SummaryRow(time, batch, cell.values(shape.row()))));
            inFlight.add(partials.put(partition, written).thenApply(done -> () -> rows += written.size()));
        });
    }

    @Override
    public ApplyReport finish(List<TaskStats> stats) {
        inFlight.finish();
        return new ApplyReport(rows, rows, 0, 0, 0, 0, List.of(), Set.of(), stats, false);
    }
}
