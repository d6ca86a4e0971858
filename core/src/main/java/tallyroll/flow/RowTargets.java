package tallyroll.flow;

import tallyroll.apply.CounterApply;
import tallyroll.apply.PartialApply;
import tallyroll.apply.PartitionApply;
import tallyroll.apply.Retry;
import tallyroll.pipeline.BatchWrites;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.CounterStore;
import tallyroll.summary.SummaryStore;

/** What an attempt of a batch of new events writes with, in each of the ways that a summary mode may take. */
record RowTargets(TaskWork work, int attempt, SummaryStore store, CounterStore counters, Retry retry)
        implements BatchWrites<RowTarget> {
    @Override
    public RowTarget adding() {
        return counting(work.pipeline(), counters, retry);
    }

    @Override
    public RowTarget putting() {
        long batch = work.claim().batch();
        return new PartialTarget(new PartialApply(store, batch, work.writeTimestamp(attempt), retry), batch);
    }

    @Override
    public RowTarget merging() {
        return versioned(work, attempt, Mode.MERGE, null, store, retry);
    }

    static RowTarget counting(Pipeline pipeline, CounterStore counters, Retry retry) {
        return new CounterTarget(new CounterApply(counters, pipeline.counting().delivery(), retry));
    }

    /** @param scope what is recomputed; null for {@link Mode#MERGE} */
    static RowTarget versioned(
            TaskWork work, int attempt, Mode mode, Scope.Recount scope, SummaryStore store, Retry retry) {
        long batch = mode == Mode.COMPARE ? Long.MAX_VALUE : work.claim().batch();
        long writeTimestamp = mode == Mode.COMPARE ? 0 : work.writeTimestamp(attempt);
        return new GroupApply(mode, scope, batch, new PartitionApply(store, batch, writeTimestamp, retry), store);
    }
}
