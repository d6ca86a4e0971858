package tallyroll.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import tallyroll.batch.BatchListener;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.control.Books;
import tallyroll.control.FencedException;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;
import tallyroll.control.SourceCheck;
import tallyroll.control.SourceGuard;
import tallyroll.control.SourceIdentities;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.TaskPlan;
import tallyroll.importing.LettersOrigin;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.process.ProcessName;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.retry.Retries;
import tallyroll.session.Sessions;
import tallyroll.session.TaskSecrets;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;
import tallyroll.summary.StoreException;
import tallyroll.verify.Repair;
import tallyroll.verify.Verification;

/**
 * Has work done that is not the stream's: asks for it, and does it here where nobody else holds the lease. Whoever asks may go away
 * at any time; the request stays, and the next driver executes it.
 */
public final class MaintenanceRun {
    /** How long work that is not the stream's keeps others out when it falls silent. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private final Pipeline pipeline;
    private final String master;
    private final Watcher watcher;
    private final Stores stores;
    private final RequestQueue queue;

    /** Hears how a request goes. */
    public interface Watcher extends Repair.Listener {
        /** The stored request changed, whoever executes it. */
        void changed(Request request);

        /** A line on what is done here. */
        void log(String line);
    }

    private MaintenanceRun(Pipeline pipeline, String master, Watcher watcher) {
        this.pipeline = pipeline;
        this.master = master;
        this.watcher = watcher;
        stores = Stores.shared(pipeline);
        queue = new RequestQueue(stores.requests(), pipeline.name(), InstantSource.system());
    }

    /**
     * Asks for work and returns when it is done or failed. Where a driver runs it is done there; where none runs, or it ends before,
     * it is done here.
     *
     * @param master the Spark master, should the work be done here; empty for all cores of this machine
     * @throws tallyroll.redefinition.DefinitionChangedException where rows were written under another definition
     * @throws InterruptedException when interrupted; the request stays
     */
    public static Request carryOut(Pipeline pipeline, Request.Work work, String master, Watcher watcher)
            throws InterruptedException {
        DefinitionChange.of(Stores.reading(pipeline).definition(pipeline.name()), pipeline)
                .requireCurrent(work.match(repair -> "repair", redo -> "redo", MaintenanceRun::verb));
        MaintenanceRun run = new MaintenanceRun(pipeline, master, watcher);
        return run.watch(run.queue.post(UUID.randomUUID(), work, ProcessName.ours()));
    }

    private static String verb(Request.Import asked) {
        return LettersOrigin.areAskedFor(asked.ranges()) ? "replay dead letters of" : "import into";
    }

    private Request watch(Request posted) throws InterruptedException {
        Request seen = posted;
        watcher.changed(seen);
        while (true) {
            Request now = queue.find(posted.id()).orElseThrow(() -> gone(posted));
            if (!now.equals(seen)) {
                seen = now;
                watcher.changed(seen);
            }
            if (!now.progress().state().open()) {
                return now;
            }
            if (!executedHere()) {
                Retries.LEASE.sleepAfter(1);
            }
        }
    }

    /** Executes everything that is asked for, where the lease can be had. */
    private boolean executedHere() {
        HeldLease.Request request =
                new HeldLease.Request(stores.control(), pipeline.name(), LEASE, InstantSource.system(), watcher::log);
        Optional<HeldLease> taken = HeldLease.take(request);
        if (taken.isEmpty()) {
            return false;
        }
        try (HeldLease lease = taken.get();
                Sessions.Session session = Sessions.open(pipeline.name() + " requests", master)) {
            TaskSecrets.requirePortable(pipeline, session);
            execute(lease, session);
            return true;
        } catch (FencedException takenOver) {
            watcher.log(takenOver.getMessage());
            return false;
        }
    }

    private void execute(HeldLease lease, Sessions.Session session) {
        TaskPlan plan = TallyJobs.plan(pipeline, SparkExpressions.of(pipeline));
        TallyJobs jobs = new TallyJobs(session.context(), plan, StoreSettings.of(pipeline));
        boolean imports = open(lease.holder(), IngestClaim::imports);
        BatchRunner runner = recovered(plan, lease.holder(), jobs);
        Verification verification = Verification.within(session.context(), pipeline, plan);
        Books before = lease.holder().state().books();
        new RequestRunner(
                        queue,
                        new RequestRunner.Tools(pipeline, runner, verification, stores.record()),
                        session.context(),
                        new RequestRunner.Surroundings(() -> false, watcher::log, watcher))
                .executeWaiting();
        if (imports || !lease.holder().state().books().equals(before)) {
            watcher.log("settling what was imported");
            new SettleSchedule(runner, Backfill.DEFAULT, InstantSource.system(), () -> false, watcher::log, true)
                    .finish();
        }
    }

    private StoreException gone(Request posted) {
        return new StoreException(
                "Request " + posted.id() + " to \"" + pipeline.name()
                        + "\" is not in the table of requests any more; somebody emptied it. Ask again.",
                null);
    }

    /** What runs batches, with none left open; one of new events reads the source again, so that must be the one it was claimed of. */
    private BatchRunner recovered(TaskPlan plan, LeaseHolder lease, TallyJobs jobs) {
        boolean reads = open(lease, claim -> !claim.imports());
        Optional<Ingestion.Identity> identity = reads ? SourceFactory.identity(pipeline) : Optional.empty();
        try (Ingestion.Identity open = identity.orElse(null)) {
            SourceCheck check = open == null ? SourceCheck.NONE : begun(lease, open.sources());
            BatchPorts ports = new BatchPorts(jobs, stores.record(), SourceFactory.openers(pipeline), check);
            BatchRunner runner = new BatchRunner(plan, lease, ports, InstantSource.system(), BatchListener.NONE);
            Recovery.recover(runner, watcher::log);
            return runner;
        }
    }

    /** Whether a batch is open, of new events of that kind. */
    private static boolean open(LeaseHolder lease, Predicate<IngestClaim> kind) {
        return lease.state()
                .open()
                .map(open -> open.match(kind::test, settle -> false, forget -> false))
                .orElse(false);
    }

    private static SourceGuard begun(LeaseHolder lease, SourceIdentities sources) {
        SourceGuard guard = new SourceGuard(lease, sources);
        guard.begin();
        return guard;
    }
}
