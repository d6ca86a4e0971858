package tallyroll.batch;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.SourceCheck;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.IngestTasks;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.flow.TaskStats;
import tallyroll.pipeline.Pipeline.SettleSpec;
import tallyroll.record.Counted;
import tallyroll.record.Gap;
import tallyroll.record.SystemOfRecord;

/** A batch of new events. */
final class IngestBatch implements Batch<IngestClaim> {
    private final LeaseHolder lease;
    private final Settling settling;
    private final Migration migration;
    private final TaskPlan plan;
    private final SystemOfRecord record;
    private final Function<IngestClaim, SourceOpener> source;
    private final SourceCheck check;
    private final BatchListener listener;
    private final Supplier<IngestClaim> claiming;
    private final LongSupplier lag;

    /** @param check what must hold of the source before the claim and before the commit */
    IngestBatch(
            BatchRunner.Shared shared,
            SourceCheck check,
            BatchListener listener,
            Supplier<IngestClaim> claiming,
            LongSupplier lag) {
        lease = shared.lease();
        settling = shared.settling();
        migration = shared.migration();
        plan = shared.plan();
        record = shared.ports().record();
        source = shared.ports().source();
        this.check = check;
        this.listener = listener;
        this.claiming = claiming;
        this.lag = lag;
    }

    @Override
    public IngestClaim claim() {
        check.check(List.of());
        return claiming.get();
    }

    @Override
    public IngestClaim again(Claim claim) {
        return (IngestClaim) claim;
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
        check.check(applied.progress());
        long left = lag.getAsLong();
        Map<Long, TaskStats.Touched> touched = applied.touched();
        // before it is committed: a search that covers this batch must know of its buckets
        settling.touched(claim.batch(), touched.keySet());
        if (claim.voids()) {
            settling.voided(touched.keySet());
        }
        write(applied.gaps(), claim);
        lease.commit(claim, applied.books(), rows, left, applied.progress());
        new RedecodedLetters(lease, record).remove();
        listener.matched(lease.state().paths());
        // after: what another run of the batch has counted is never taken for what this one has
        if (!applied.damaged().isEmpty()) {
            listener.unreadable(claim, applied.damaged());
        } else if (whole(claim, applied)) {
            List<Counted> counted = settling.counted(claim.batch(), touched.values());
            record.counted(claim, counted);
            settling.counted(counted);
        }
        return new CommittedBatch(claim, applied.books(), 0, rows, left);
    }

    /**
     * Before it is committed, so that no gap is ever missing; and only once it is certain that the tasks which found them ran under the
     * lease. Those of a driver that was taken for dead read later than the ones that count, and may miss what those have read.
     */
    private void write(List<Gap> gaps, IngestClaim claim) {
        if (!gaps.isEmpty()) {
            lease.renew();
            gaps.forEach(gap -> record.gaps().add(gap, claim.writeTimestamp()));
        }
    }

    /**
     * Whether the rows hold what the tasks say that they counted, and the record as well: where each task was run once, by one driver,
     * and no row was left as it was. Another run of a task may have found less or more at the source.
     */
    private boolean whole(IngestClaim claim, ApplyReport applied) {
        return plan.settle().by() == SettleSpec.By.PROOF
                && !claim.repeated()
                && !applied.retried()
                && !migration.active();
    }
}
