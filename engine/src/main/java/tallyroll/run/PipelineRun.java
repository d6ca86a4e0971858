package tallyroll.run;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.Beginning;
import tallyroll.control.FencedException;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.PipelineState;
import tallyroll.control.RequestQueue;
import tallyroll.control.SourceGuard;
import tallyroll.control.SourcePartition;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.importing.ImportOpener;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.retry.Patience;
import tallyroll.retry.Retries;
import tallyroll.retry.StopSignal;
import tallyroll.run.RunOptions.Extent;
import tallyroll.session.Sessions;
import tallyroll.session.TaskSecrets;
import tallyroll.source.SourceBinding;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;
import tallyroll.verify.Repair;
import tallyroll.verify.Verification;

/**
 * Runs a pipeline: takes the lease ({@link HeldLease}), runs an open batch again, then batches of new events as the stream says
 * ({@link EventStream}), with settling in between ({@link SettleSchedule}).
 *
 * <p>What a server that is away does to it is always the same, see {@link Patience}: whatever was under way fails, the batch in hand
 * stays claimed, and when the server answers and the lease is renewed, recovery and stream begin again as in a new process, but with
 * the memory of this one: the receiver goes on, and so does Spark. If another driver took over meanwhile, this one is fenced.
 */
public final class PipelineRun implements AutoCloseable {
    private final Pipeline pipeline;
    private final RunOptions options;
    private final InstantSource clock;
    private final StopSignal stop = new StopSignal();
    private final Patience patience;
    private final LifeSigns events;
    private final AtomicReference<SourceBinding> opened = new AtomicReference<>();
    private boolean recovered;
    private boolean receiving;

    /** What a run works with once it is connected. */
    private record Work(Stores stores, Expressions expressions, SourceBinding binding) {}

    private PipelineRun(Pipeline pipeline, RunOptions options, RunEvents heard, InstantSource clock) {
        this.pipeline = pipeline;
        this.options = options;
        this.clock = clock;
        patience = new Patience(Retries.OUTAGE, options.patience(), stop, clock, heard::log);
        events = new LifeSigns(heard, clock, patience::waiting);
    }

    /** Prepares a run; nothing is connected to before {@link #run}. */
    public static PipelineRun open(Pipeline pipeline, RunOptions options, RunEvents events) {
        return new PipelineRun(pipeline, options, events, InstantSource.system());
    }

    /**
     * Finishes the batch in hand, and drains what is only in memory, then ends {@link #run}. May be called from any thread, also
     * from a signal handler.
     */
    public void stop() {
        stop.give();
    }

    /**
     * Connects to the source and Cassandra, takes the lease, creates what tables are missing, and runs until stopped, or until all is
     * read and settled. Nothing is changed before the lease is held.
     *
     * <p>Servers that are away are waited for, at the start and later.
     *
     * @throws FencedException when another driver has taken over
     * @throws tallyroll.retry.OutageException when a server was away for longer than the patience of the options
     * @throws InterruptedException when interrupted while waiting for the lease, a server or events
     */
    public void run() throws InterruptedException {
        try {
            Work work = connect();
            HeldLease.Request request = new HeldLease.Request(
                    work.stores().control(), pipeline.name(), options.lease(), clock, events::log);
            events.entered(RunPhase.WAITING_FOR_LEASE, "asking for the lease of \"" + pipeline.name() + "\"");
            try (HeldLease lease = patience.insist(() -> HeldLease.await(request, options.role(), stop::isGiven));
                    Sessions.Session session = session()) {
                surviving(work, lease, session);
            }
        } catch (Error dying) {
            events.died(dying);
            throw dying;
        }
    }

    @Override
    public void close() {
        events.close();
        SourceBinding binding = opened.getAndSet(null);
        if (binding != null) {
            binding.close();
        }
    }

    private Work connect() throws InterruptedException {
        events.entered(
                RunPhase.CONNECTING,
                "starting \"" + pipeline.name() + "\": connecting to source "
                        + pipeline.source().name() + " and to Cassandra at "
                        + String.join(", ", pipeline.cassandra().contactPoints()));
        Expressions expressions = SparkExpressions.of(pipeline);
        SourceBinding binding = patience.insist(() -> SourceFactory.open(pipeline, expressions, options, events::log));
        opened.set(binding);
        Stores stores = patience.insist(() -> {
            Stores connected = Stores.shared(pipeline);
            DefinitionChange.of(connected.definition(pipeline.name()), pipeline).requireAllowed("run");
            connected.prepareLease();
            return connected;
        });
        return new Work(stores, expressions, binding);
    }

    private Sessions.Session session() {
        events.entered(RunPhase.STARTING_SPARK, "starting Spark");
        Sessions.Session session = Sessions.open(pipeline.name(), options.master());
        events.watch(session.context().statusTracker());
        return session;
    }

    /** Runs; when a server goes away, waits for it and runs again. */
    private void surviving(Work work, HeldLease lease, Sessions.Session session) throws InterruptedException {
        TaskSecrets.requirePortable(pipeline, session);
        Runnable deaf = TaskDeaths.listen(session.context(), events::died);
        try {
            while (true) {
                try {
                    run(work, lease, session);
                    return;
                } catch (RuntimeException failed) {
                    Causes.of(failed, Error.class).ifPresent(events::died);
                    lease.requireHeld();
                    patience.after(failed);
                    patience.insist(() -> returned(work, lease.holder()));
                }
            }
        } finally {
            deaf.run();
            work.binding().stopReceiving();
        }
    }

    /** Whether all servers answer and the lease is ours: renewed, or taken again if it ran out and nobody else took it. */
    private static long returned(Work work, LeaseHolder lease) {
        work.stores().ping();
        lease.renew();
        return work.binding().lag(lease.state().positionsNow());
    }

    private void run(Work work, HeldLease lease, Sessions.Session session) throws InterruptedException {
        work.stores().createTables();
        DefinitionStep.store(lease.holder(), pipeline, clock, events::log);
        TaskPlan plan = TallyJobs.plan(pipeline, work.expressions());
        TallyJobs jobs = new TallyJobs(session.context(), plan, StoreSettings.of(pipeline));
        SourceGuard guard = new SourceGuard(lease.holder(), work.binding());
        BatchPorts ports = new BatchPorts(jobs, work.stores().record(), openers(work), guard);
        BatchRunner runner = new BatchRunner(plan, lease.holder(), ports, clock, events);
        events.next(lease.holder().state().committed() + 1);
        RequestRunner requests = requests(work.stores(), runner, plan, session);
        try {
            run(work, new Control(lease, requests), requests, new Ready(runner, guard, session, jobs.parallelism()));
        } catch (RuntimeException ended) {
            // a request whose batch failed left it open, and the stream found no more than that
            throw requests.failure().orElse(ended);
        } finally {
            requests.stop();
        }
        requests.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private Function<IngestClaim, SourceOpener> openers(Work work) {
        return ImportOpener.besides(pipeline, work.binding()::opener);
    }

    /** What runs batches. */
    private record Ready(BatchRunner runner, SourceGuard guard, Sessions.Session session, int parallelism) {}

    private void run(Work work, Control control, RequestRunner requests, Ready ready) throws InterruptedException {
        BatchRunner runner = ready.runner();
        HeldLease lease = control.lease;
        ready.guard().begin();
        if (!recovered) {
            work.binding().remarks().forEach(events::log);
        }
        recover(runner);
        begin(work, lease.holder());
        start(work.binding(), lease.holder());
        requests.start();
        SettleSchedule settling = new SettleSchedule(
                runner,
                options.backfill(),
                clock,
                control::stopped,
                events::log,
                options.extent() == Extent.CONTINUOUS);
        events.entered(RunPhase.RUNNING, "ready: running \"" + pipeline.name() + "\"");
        new EventStream(
                        new EventStream.Setting(
                                pipeline.name(), options, work.binding(), ready.guard(), ready.parallelism()),
                        runner,
                        settling)
                .run(ready.session().spark(), control);
        lease.requireHeld();
        if (options.extent() == Extent.ONCE && !control.stopped()) {
            settling.finish();
            requests.finish();
            lease.requireHeld();
        }
    }

    private RequestRunner requests(Stores stores, BatchRunner runner, TaskPlan plan, Sessions.Session session) {
        Verification verification = Verification.within(session.context(), pipeline, plan);
        return new RequestRunner(
                new RequestQueue(stores.requests(), pipeline.name(), clock),
                new RequestRunner.Tools(pipeline, runner, verification, stores.record()),
                session.context(),
                new RequestRunner.Surroundings(stop::isGiven, events::log, Repair.Listener.NONE));
    }

    private void recover(BatchRunner runner) {
        runner.lease()
                .state()
                .open()
                .ifPresent(open -> events.log("running batch " + open.batch()
                        + " again: it was claimed and not committed when "
                        + (recovered ? "the outage began" : "its driver ended")));
        Recovery.recover(runner, events::log);
        recovered = true;
    }

    /** Leaves out what the definition has a new pipeline leave out. */
    private void begin(Work work, LeaseHolder lease) {
        new Beginning(lease, work.stores().record().gaps(), clock)
                .begin(work.binding()::leftOut)
                .forEach(gap -> events.log("gap: offsets " + gap.range().from() + " to "
                        + (gap.range().until() - 1) + " of partition "
                        + gap.range().partition() + " of \""
                        + gap.range().source() + "\": " + gap.reason()));
    }

    /** Has the source begin where the control row says; a receiver begins once. */
    private void start(SourceBinding binding, LeaseHolder lease) {
        if (!receiving) {
            binding.start(lease.state().epoch());
            receiving = true;
        }
        PipelineState state = lease.state();
        Map<SourcePartition, Long> committed = state.positionsNow();
        binding.committed(committed);
        Set<SourcePartition> ended = binding.ended(committed.keySet());
        for (String source : binding.sources(Set.of()).keySet()) {
            Set<Integer> partitions = ended.stream()
                    .filter(partition -> partition.source().equals(source))
                    .map(SourcePartition::partition)
                    .collect(Collectors.toSet());
            lease.forget(state.source(source).name(source), partitions);
        }
    }

    private final class Control implements EventStream.Control {
        private final HeldLease lease;
        private final RequestRunner requests;

        Control(HeldLease lease, RequestRunner requests) {
            this.lease = lease;
            this.requests = requests;
        }

        @Override
        public boolean stopped() {
            return stop.isGiven() || fenced() || requests.failure().isPresent();
        }

        @Override
        public boolean fenced() {
            return lease.lost().isPresent();
        }

        @Override
        public void waiting() {
            events.streaming();
        }
    }
}
