package tallyroll.batch;

import java.util.List;
import java.util.function.Supplier;
import tallyroll.control.LeaseHolder;
import tallyroll.control.SettleClaim;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.BucketScope;
import tallyroll.flow.RecountInput;
import tallyroll.flow.SettleTasks;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats.Recount;
import tallyroll.record.SystemOfRecord;

/** A batch that recounts record buckets: afterwards they are settled. */
final class SettleBatch implements Batch<SettleClaim> {
    private static final long UNKNOWN_LAG = -1;

    private final LeaseHolder lease;
    private final Settling settling;
    private final TaskPlan plan;
    private final SystemOfRecord record;
    private final DuplicateSearch search;
    private final Supplier<SettleClaim> claiming;

    SettleBatch(BatchRunner.Shared shared, DuplicateSearch search, Supplier<SettleClaim> claiming) {
        lease = shared.lease();
        settling = shared.settling();
        plan = shared.plan();
        record = shared.ports().record();
        this.search = search;
        this.claiming = claiming;
    }

    @Override
    public SettleClaim claim() {
        return claiming.get();
    }

    @Override
    public BatchTasks tasks(SettleClaim claim) {
        BucketScope scope =
                new BucketScope(plan, claim.buckets(), lease.state().forgotten().eventsBefore());
        return new SettleTasks(plan, claim, new RecountInput(scope, search.in(scope.recordBuckets()), claim.batch()));
    }

    @Override
    public CommittedBatch commit(SettleClaim claim, ApplyReport applied) {
        List<Recount> recounts = applied.stats().stream()
                .flatMap(stats -> stats.recounts().stream())
                .toList();
        for (Recount recount : recounts) {
            record.settled(recount.bucket(), claim, recount.distinct(), recount.duplicates());
            settling.settled(claim.batch(), recount);
        }
        long rows = applied.written() + applied.deleted();
        lease.commit(claim, applied.books(), rows, UNKNOWN_LAG);
        return new CommittedBatch(claim, applied.books(), recounts.size(), rows, UNKNOWN_LAG);
    }
}
