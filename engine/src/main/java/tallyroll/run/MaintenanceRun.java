package tallyroll.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;
import tallyroll.batch.BatchListener;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.flow.TaskPlan;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.process.ProcessName;
import tallyroll.store.Stores;

/** Holds the lease for a short while, for work that is not the stream's. */
public final class MaintenanceRun {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final BatchRunner runner;

    private MaintenanceRun(BatchRunner runner) {
        this.runner = runner;
    }

    /**
     * Takes the lease, runs a batch that was left open, then does the work and gives the lease back.
     *
     * @throws FencedException when another driver holds the lease
     */
    public static long with(TaskPlan plan, Stores stores, TallyJobs jobs, ToLongFunction<MaintenanceRun> work) {
        Pipeline pipeline = plan.pipeline();
        InstantSource clock = InstantSource.system();
        Acquisition answer = LeaseHolder.acquire(
                stores.control(), pipeline.name(), ProcessName.ours(), LEASE, clock, ProcessName::gone);
        if (answer instanceof Acquisition.Held held) {
            throw new FencedException(
                    "Cannot repair \"" + pipeline.name() + "\" now: " + held.holder()
                            + " runs it and holds the lease until "
                            + Instant.ofEpochMilli(held.untilMicros() / 1_000)
                            + "; two writers could overtake each other. Stop that driver (it finishes its batch on SIGTERM), repair, and start it again.");
        }
        LeaseHolder lease = ((Acquisition.Acquired) answer).driver();
        BatchPorts ports = new BatchPorts(jobs, stores.record(), SourceFactory.openers(pipeline));
        BatchRunner runner = new BatchRunner(plan, lease, ports, clock, BatchListener.NONE);
        runner.recover();
        long result = work.applyAsLong(new MaintenanceRun(runner));
        lease.release();
        return result;
    }

    /** Recomputes record buckets and corrects what differs, rows that nothing makes too; returns rows written or deleted. */
    public long repair(List<Long> buckets) {
        return runner.settle(buckets, Claim.Cause.REPAIR)
                .map(CommittedBatch::rows)
                .orElse(0L);
    }
}
