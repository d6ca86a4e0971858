package tallyroll.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import tallyroll.batch.BatchListener;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.flow.TaskPlan;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.store.Stores;

/** Holds the lease for work that is not the stream's. */
public final class MaintenanceRun {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final BatchRunner runner;

    private MaintenanceRun(BatchRunner runner) {
        this.runner = runner;
    }

    /**
     * Takes the lease, runs a batch that was left open, then does the work and gives the lease back.
     *
     * @param log takes what goes wrong with the lease
     * @throws FencedException when another driver holds the lease
     */
    public static long with(
            Pipeline pipeline,
            TaskPlan plan,
            TallyJobs jobs,
            Consumer<String> log,
            ToLongFunction<MaintenanceRun> work) {
        Stores stores = Stores.shared(pipeline);
        InstantSource clock = InstantSource.system();
        HeldLease.Request request = new HeldLease.Request(stores.control(), pipeline.name(), LEASE, clock, log);
        try (HeldLease lease = HeldLease.take(request, "repair")) {
            DefinitionChange.of(lease.holder().state().definition(), pipeline).requireCurrent("repair");
            BatchPorts ports = new BatchPorts(jobs, stores.record(), SourceFactory.openers(pipeline));
            BatchRunner runner = new BatchRunner(plan, lease.holder(), ports, clock, BatchListener.NONE);
            runner.recover();
            return work.applyAsLong(new MaintenanceRun(runner));
        }
    }

    /** Recomputes record buckets and corrects what differs, rows that nothing makes too; returns rows written or deleted. */
    public long repair(List<Long> buckets) {
        return runner.settle(buckets, Claim.Cause.REPAIR)
                .map(CommittedBatch::rows)
                .orElse(0L);
    }
}
