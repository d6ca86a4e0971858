package tallyroll.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tallyroll.control.Claim;
import tallyroll.control.Claim.Cause;
import tallyroll.control.Forgotten;
import tallyroll.control.LeaseHolder;
import tallyroll.control.SettleClaim;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.BucketScope;
import tallyroll.flow.RecountInput;
import tallyroll.flow.RepeatedIdentities;
import tallyroll.flow.SettleTasks;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats.Recount;
import tallyroll.record.LostEvents;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;

/** A batch that recounts record buckets, and knows of others that it need not: afterwards all of them are settled. */
final class SettleBatch implements Batch<SettleClaim> {
    private static final long UNKNOWN_LAG = -1;

    private final LeaseHolder lease;
    private final Settling settling;
    private final Migration migration;
    private final TaskPlan plan;
    private final SystemOfRecord record;
    private final LossCheck losses;
    private final BatchListener listener;
    private final Consumer<Long> makeDirty;
    private final Function<SettleClaim, Recounted> recounted;
    private final Supplier<SettleClaim> claiming;

    /**
     * What of a claim is recounted.
     *
     * @param buckets all that was claimed, but for what has lost events since
     * @param repeated which of their identities were recorded more than once
     */
    record Recounted(List<Long> buckets, RepeatedIdentities repeated) {}

    SettleBatch(
            BatchRunner.Shared shared,
            LossCheck losses,
            BatchListener listener,
            Function<SettleClaim, Recounted> recounted,
            Supplier<SettleClaim> claiming) {
        lease = shared.lease();
        settling = shared.settling();
        migration = shared.migration();
        plan = shared.plan();
        record = shared.ports().record();
        makeDirty = shared::makeDirty;
        this.losses = losses;
        this.listener = listener;
        this.recounted = recounted;
        this.claiming = claiming;
    }

    @Override
    public SettleClaim claim() {
        return claiming.get();
    }

    @Override
    public SettleClaim again(Claim claim) {
        return (SettleClaim) claim;
    }

    @Override
    public BatchTasks tasks(SettleClaim claim) {
        Set<Integer> migrating = migration.migrating();
        Recounted what = recounted.apply(claim);
        Forgotten forgotten = lease.state().forgotten();
        long eventsFrom = forgotten.eventsBefore();
        boolean repair = claim.cause() == Cause.REPAIR; // which looks for losses itself, and may accept them
        BucketScope scope = repair
                ? BucketScope.visitingAll(plan, what.buckets(), eventsFrom, migrating)
                : BucketScope.visiting(plan, what.buckets(), eventsFrom, migrating);
        Map<Long, LostEvents.Settled> settled =
                repair ? Map.of() : losses.settled(scope.recordBuckets(), forgotten.acceptedFrom());
        RecountInput input = new RecountInput(scope, what.repeated(), claim.batch(), settled);
        return new SettleTasks(plan, claim, input, migration.besides(what.buckets()));
    }

    @Override
    public CommittedBatch commit(SettleClaim claim, ApplyReport applied) {
        List<Settlement> settled = new ArrayList<>();
        if (!migration.leavesRowsOf(claim.batch())) {
            applied.stats().forEach(stats -> stats.recounts().forEach(one -> settled.add(recounted(one, claim))));
        }
        claim.proven().forEach(one -> settled.add(proven(one, claim)));
        makeAgain(claim, applied.damaged());
        record.settled(claim, settled);
        settling.settled(claim.batch(), settled);
        long rows = applied.written() + applied.deleted();
        lease.commit(claim, applied.books(), rows, UNKNOWN_LAG);
        return new CommittedBatch(claim, applied.books(), settled.size(), rows, UNKNOWN_LAG);
    }

    /** Rows beside what was recounted: their buckets become dirty, and with them the longer ones that wait for such a row. */
    private void makeAgain(SettleClaim claim, Set<ApplyReport.Damaged> rows) {
        if (rows.isEmpty()) {
            return;
        }
        listener.unreadable(claim, rows);
        long eventsFrom = lease.state().forgotten().eventsBefore();
        rows.stream()
                .flatMap(row -> row.recordBuckets(plan.rollups(), plan.recordBucket()).stream())
                .filter(damaged -> damaged >= eventsFrom)
                .distinct()
                .forEach(makeDirty);
    }

    private static Settlement recounted(Recount found, SettleClaim claim) {
        return new Settlement(found.bucket(), found.distinct(), found.duplicates(), claim.writeTimestamp());
    }

    private Settlement proven(SettleClaim.Proven bucket, SettleClaim claim) {
        long recounted = settling.recountedMicros(bucket.bucket(), claim.writeTimestamp());
        return new Settlement(bucket.bucket(), bucket.events(), 0, recounted);
    }
}
