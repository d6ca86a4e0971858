package tallyroll.batch;

import java.time.InstantSource;
import java.util.Optional;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.control.Books;
import tallyroll.control.ForgetClaim;
import tallyroll.control.Forgotten;
import tallyroll.control.LeaseHolder;
import tallyroll.flow.TaskPlan;
import tallyroll.record.SystemOfRecord;

/**
 * A batch that drops what the record need not keep any longer (rule R14). It has no tasks: what it drops is named, not read.
 *
 * <p>In this order, so that a crash at any moment looks like nothing but a batch to run again: the claim moves the bounds, after
 * which nothing before them is read or taken for lost; then what is named is dropped, which may be repeated; the commit says that
 * it is gone.
 */
final class ForgetBatch {
    private static final long NO_LAG = -1;

    private final LeaseHolder lease;
    private final Settling settling;
    private final SystemOfRecord record;
    private final Retention retention;
    private final InstantSource clock;
    private final BatchListener listener;

    ForgetBatch(BatchRunner.Shared shared, InstantSource clock, BatchListener listener) {
        lease = shared.lease();
        settling = shared.settling();
        record = shared.ports().record();
        TaskPlan plan = shared.plan();
        retention = new Retention(
                plan.recordBucket(), plan.rollups(), plan.keep(), plan.horizon().withinMicros());
        this.clock = clock;
        this.listener = listener;
    }

    /** What is to be dropped now, claimed. */
    Optional<ForgetClaim> claim(long nowMicros, int max) {
        return retention
                .due(settling, lease.state().forgotten(), nowMicros, max)
                .map(step -> {
                    listener.began(Phase.CLAIM, clock.instant());
                    return lease.claim(step.after(), step.events(), step.whole());
                });
    }

    CommittedBatch run(ForgetClaim claim) {
        long droppedBefore = lease.state().forgotten().droppedBefore();
        long events = 0;
        long buckets = claim.events().size();
        listener.began(Phase.APPLY, clock.instant());
        for (long bucket : claim.events()) {
            events += record.forgetEvents(bucket, claim);
        }
        for (long bucket : claim.whole()) {
            long found = record.forget(bucket, claim);
            boolean still = bucket >= droppedBefore;
            events += still ? found : 0;
            buckets += still ? 1 : 0;
        }
        settling.forgotten(claim.after().acceptedFrom(), claim.whole());
        listener.began(Phase.COMMIT, clock.instant());
        lease.commit(claim, new Forgotten.Dropped(buckets, events, bytes(events)));
        CommittedBatch done = new CommittedBatch(
                claim, Books.NONE, claim.events().size() + claim.whole().size(), 0, NO_LAG);
        listener.committed(done, clock.instant());
        return done;
    }

    /** As the average event has them: how long each was is not kept beside it. */
    private long bytes(long events) {
        Books books = lease.state().books();
        return books.recorded() == 0 ? 0 : Math.round((double) books.recordedBytes() / books.recorded() * events);
    }
}
