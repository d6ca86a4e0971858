package tallyroll.ring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.batch.Settling;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.TaskPlan;
import tallyroll.job.TallyJobs;
import tallyroll.store.StoreSettings;

/** One driver of a ring: the real batch runner and the real jobs. A driver that is "killed" is simply not used any more. */
final class RingDriver {
    private static int drivers;

    private final Ring ring;
    private final LeaseHolder lease;
    private final BatchRunner runner;

    private RingDriver(Ring ring, LeaseHolder lease, Expressions expressions) {
        this.ring = ring;
        this.lease = lease;
        TaskPlan plan = TallyJobs.plan(ring.pipeline(), expressions);
        TallyJobs jobs = new TallyJobs(RingSpark.context(), plan, StoreSettings.of(ring.pipeline()));
        BatchPorts ports =
                new BatchPorts(jobs, ring.stores().record(), claim -> ring.log().opener());
        runner = new BatchRunner(plan, lease, ports, ring::now, ring);
    }

    static RingDriver take(Ring ring) {
        return take(ring, SparkExpressions.of(ring.pipeline()));
    }

    /** @param expressions in place of the definition's */
    static synchronized RingDriver take(Ring ring, Expressions expressions) {
        Acquisition answer = LeaseHolder.acquire(
                ring.stores().control(),
                ring.pipeline().name(),
                "driver-" + ++drivers,
                Ring.lease(),
                ring::now,
                holder -> true);
        return new RingDriver(ring, ((Acquisition.Acquired) answer).driver(), expressions);
    }

    LeaseHolder lease() {
        return lease;
    }

    /** Runs the batch that an earlier driver left open, if any. */
    boolean recover() {
        return runner.recover();
    }

    /** One batch of all that is unread, a task a partition; empty where nothing is. */
    Optional<CommittedBatch> ingest() {
        Map<Integer, Long> positions = lease.state().positions(ring.pipeline().name());
        List<Claim.Range> ranges = ring.log().unread(positions);
        return ranges.isEmpty() ? Optional.empty() : runner.ingest(ranges, () -> 0);
    }

    /** Settles everything that is due now, in as many batches as it takes. */
    void settle() {
        for (List<Long> due = due(); !due.isEmpty(); due = due()) {
            runner.settle(due, Claim.Cause.SETTLE);
        }
    }

    CommittedBatch settle(List<Long> buckets, Claim.Cause cause) {
        return runner.settle(buckets, cause).orElseThrow();
    }

    /** Record buckets that may be settled and are not. */
    List<Long> due() {
        return runner.due(Settling.Eagerness.ALL, 100);
    }

    void ingestAndSettle() {
        ingest();
        settle();
    }
}
