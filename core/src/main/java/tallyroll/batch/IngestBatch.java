package tallyroll.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.IngestTasks;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;

/** A batch of new events. */
final class IngestBatch implements Batch<IngestClaim> {
    private final LeaseHolder lease;
    private final Settling settling;
    private final Migration migration;
    private final TaskPlan plan;
    private final Function<IngestClaim, SourceOpener> source;
    private final Supplier<IngestClaim> claiming;
    private final LongSupplier lag;

    IngestBatch(BatchRunner.Shared shared, Supplier<IngestClaim> claiming, LongSupplier lag) {
        lease = shared.lease();
        settling = shared.settling();
        migration = shared.migration();
        plan = shared.plan();
        source = shared.ports().source();
        this.claiming = claiming;
        this.lag = lag;
    }

    @Override
    public IngestClaim claim() {
        return claiming.get();
    }

    @Override
    public BatchTasks tasks(IngestClaim claim) {
        return new IngestTasks(
                plan,
                claim,
                source.apply(claim),
                lease.state().forgotten().acceptedFrom(),
                migration.besides(List.of()));
    }

    @Override
    public CommittedBatch commit(IngestClaim claim, ApplyReport applied) {
        long rows = applied.written() + applied.deleted();
        long left = lag.getAsLong();
        List<Long> touched = new ArrayList<>();
        for (TaskStats stats : applied.stats()) {
            touched.addAll(stats.touched());
        }
        // before it is committed: a search that covers this batch must know of its buckets
        settling.touched(claim.batch(), touched);
        lease.commit(claim, applied.books(), rows, left);
        return new CommittedBatch(claim, applied.books(), 0, rows, left);
    }
}
