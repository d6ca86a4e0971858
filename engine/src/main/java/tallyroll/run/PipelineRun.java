package tallyroll.run;

import java.time.InstantSource;
import java.util.Map;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.TaskPlan;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.run.RunOptions.Extent;
import tallyroll.source.SourceBinding;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;

/**
 * Runs a pipeline: takes the lease ({@link HeldLease}), runs an open batch again, then batches of new events as the stream says
 * ({@link EventStream}), with settling in between ({@link SettleSchedule}).
 */
public final class PipelineRun implements AutoCloseable {
    private final Pipeline pipeline;
    private final RunOptions options;
    private final RunEvents events;
    private final InstantSource clock;
    private final Stores stores;
    private final Expressions expressions;
    private final SourceBinding binding;
    private volatile boolean stopping;

    private PipelineRun(Pipeline pipeline, RunOptions options, RunEvents events, InstantSource clock) {
        this.pipeline = pipeline;
        this.options = options;
        this.events = events;
        this.clock = clock;
        stores = Stores.shared(pipeline);
        DefinitionChange.of(stores.definition(pipeline.name()), pipeline).requireAllowed("run");
        stores.createTables();
        expressions = SparkExpressions.of(pipeline);
        binding = SourceFactory.open(pipeline, expressions, options, events::log);
    }

    /** Connects to the source and Cassandra, and creates what tables are missing. */
    public static PipelineRun open(Pipeline pipeline, RunOptions options, RunEvents events) {
        return new PipelineRun(pipeline, options, events, InstantSource.system());
    }

    /**
     * Finishes the batch in hand, and drains what is only in memory, then ends {@link #run}. May be called from any thread, also
     * from a signal handler.
     */
    public void stop() {
        stopping = true;
    }

    /**
     * Runs until stopped, or until all is read and settled.
     *
     * @throws FencedException when another driver has taken over
     * @throws InterruptedException when interrupted while waiting for the lease or for events
     */
    public void run() throws InterruptedException {
        pipeline.systemOfRecord()
                .filter(record -> !record.keep().isZero())
                .ifPresent(record -> events.log(
                        "record.keep is not applied in this version: nothing is ever dropped from the record"));
        HeldLease.Request request =
                new HeldLease.Request(stores.control(), pipeline.name(), options.lease(), clock, events::log);
        try (HeldLease lease = HeldLease.await(request, () -> stopping);
                Sessions.Session session = Sessions.open(pipeline.name(), options.master())) {
            run(lease, session);
        }
    }

    @Override
    public void close() {
        binding.close();
    }

    private void run(HeldLease lease, Sessions.Session session) throws InterruptedException {
        TaskSecrets.requirePortable(pipeline, session);
        DefinitionStep.store(lease.holder(), pipeline, clock, events::log);
        TaskPlan plan = TallyJobs.plan(pipeline, expressions);
        TallyJobs jobs = new TallyJobs(session.context(), plan, StoreSettings.of(pipeline));
        BatchPorts ports = new BatchPorts(jobs, stores.record(), binding::opener);
        BatchRunner runner = new BatchRunner(plan, lease.holder(), ports, clock, events);
        Control control = new Control(lease);
        try {
            recover(runner);
            start(lease.holder());
            SettleSchedule settling = new SettleSchedule(runner, clock, control::stopped);
            new EventStream(
                            new EventStream.Setting(pipeline.name(), options, binding, jobs.parallelism()),
                            runner,
                            settling)
                    .run(session.spark(), control);
            lease.requireHeld();
            if (options.extent() == Extent.ONCE && !stopping) {
                settling.finish();
                lease.requireHeld();
            }
        } finally {
            binding.stopReceiving();
        }
    }

    private void recover(BatchRunner runner) {
        runner.lease()
                .state()
                .open()
                .ifPresent(open -> events.log("running batch " + open.batch()
                        + " again: it was claimed and not committed when its driver ended"));
        runner.recover();
    }

    /** Has the source begin where the control row says. */
    private void start(LeaseHolder lease) {
        binding.start(lease.state().epoch());
        Map<Integer, Long> committed = lease.state().positions(binding.source());
        binding.committed(committed);
        lease.forget(binding.source(), binding.ended(committed.keySet()));
    }

    private final class Control implements EventStream.Control {
        private final HeldLease lease;

        Control(HeldLease lease) {
            this.lease = lease;
        }

        @Override
        public boolean stopped() {
            return stopping || fenced();
        }

        @Override
        public boolean fenced() {
            return lease.lost().isPresent();
        }
    }
}
