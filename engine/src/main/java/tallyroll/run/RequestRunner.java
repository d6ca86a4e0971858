package tallyroll.run;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import tallyroll.batch.BatchRunner;
import tallyroll.control.FencedException;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;
import tallyroll.importing.Import;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.SystemOfRecord;
import tallyroll.summary.StoreException;
import tallyroll.verify.RangeRedo;
import tallyroll.verify.Repair;
import tallyroll.verify.UnfinishedBatchException;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/**
 * Executes what is asked of the holder of the lease, one request after the other. In a run it has a thread of its own: what only
 * reads goes on beside the stream, in a pool of Spark's fair scheduler, and its batches take turns with new events.
 *
 * <p>A request whose batch failed in the middle ends the run: the batch is claimed, and the next driver runs it again before it does
 * anything else. Any other failure is the request's own.
 */
final class RequestRunner {
    private static final long LOOK_MILLIS = 1_000;
    private static final String POOL = "requests";

    private final RequestQueue queue;
    private final Pipeline pipeline;
    private final JavaSparkContext context;
    private final BatchRunner runner;
    private final Verification verification;
    private final SystemOfRecord record;
    private final BooleanSupplier runStopped;
    private final Consumer<String> log;
    private final Repair.Listener heard;
    private final Thread thread = new Thread(this::work, "tallyroll-requests");
    private final CountDownLatch finishing = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile RuntimeException failure;

    /** What requests are executed with. */
    record Tools(Pipeline pipeline, BatchRunner runner, Verification verification, SystemOfRecord record) {}

    /** The request is somebody else's from here on, or is to be put back. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super(null, null, false, false);
        }
    }

    /**
     * Who hears how it goes, and says when it is to end.
     *
     * @param stopped whether nothing more is to be begun
     * @param log takes a line for what begins and what ends
     * @param heard hears of repairs what is too much for a line
     */
    record Surroundings(BooleanSupplier stopped, Consumer<String> log, Repair.Listener heard) {}

    RequestRunner(RequestQueue queue, Tools tools, JavaSparkContext context, Surroundings surroundings) {
        this.queue = queue;
        this.context = context;
        pipeline = tools.pipeline();
        runner = tools.runner();
        verification = tools.verification();
        record = tools.record();
        runStopped = surroundings.stopped();
        log = surroundings.log();
        heard = surroundings.heard();
        thread.setDaemon(true);
    }

    /** Looks for requests from now on, until {@link #stop}. */
    void start() {
        thread.start();
    }

    /** Finishes the batch in hand and puts the request back; what only reads is broken off. */
    void stop() {
        stopping = true;
        finishing.countDown();
        verification.cancel();
        join();
    }

    /** Executes what waits now, then ends. */
    void finish() {
        finishing.countDown();
        join();
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException hurry) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the run must end; empty while it need not. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Executes everything that waits. */
    void executeWaiting() {
        while (!ending()) {
            Optional<RequestQueue.Taken> taken = queue.take();
            if (taken.isEmpty()) {
                return;
            }
            execute(taken.get());
        }
    }

    private void work() {
        context.setLocalProperty("spark.scheduler.pool", POOL);
        try {
            boolean last = false;
            while (!ending()) {
                look();
                if (last) {
                    return;
                }
                last = finishing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fatal) {
            failure = fatal;
        } catch (Throwable fatal) {
            failure = new IllegalStateException("cannot execute requests any more: " + Causes.message(fatal), fatal);
        }
    }

    private void look() {
        try {
            executeWaiting();
        } catch (StoreException unanswered) {
            log.accept("cannot look for requests now: " + unanswered.getMessage());
        }
    }

    private boolean ending() {
        return stopping || runStopped.getAsBoolean();
    }

    private void execute(RequestQueue.Taken taken) {
        Request request = taken.request();
        log.accept("request " + request.id() + " of " + request.askedBy() + " begins");
        try {
            Repair.Result result = request.work()
                    .match(
                            repair -> repaired(repair, taken),
                            redo -> redone(redo, taken),
                            importing -> imported(importing, taken));
            ended(taken, result);
        } catch (GivenUp stopped) {
            if (ending()) {
                taken.putBack();
            }
        } catch (FencedException | UnfinishedBatchException end) {
            throw end;
        } catch (Exception failed) { // also Spark's, which it does not declare
            failed(taken, failed);
        }
    }

    private void ended(RequestQueue.Taken taken, Repair.Result result) {
        if (result.right()) {
            taken.done(result.message());
        } else {
            taken.failed(result.message());
        }
        log.accept("request " + taken.request().id() + ": " + result.message());
    }

    private void failed(RequestQueue.Taken taken, Exception failed) {
        if (ending()) {
            taken.putBack();
            return;
        }
        String reason = Causes.message(failed);
        taken.failed(reason);
        log.accept("request " + taken.request().id() + " failed: " + reason);
    }

    private Repair.Result repaired(Request.Repair asked, RequestQueue.Taken taken) {
        return new Repair(verification, record, runner, new Reporting(taken))
                .correct(asked.from(), asked.until(), asked.losses());
    }

    private Repair.Result redone(Request.Redo asked, RequestQueue.Taken taken) {
        return new RangeRedo(verification, record, runner, new Reporting(taken)).recount(asked);
    }

    private Repair.Result imported(Request.Import asked, RequestQueue.Taken taken) {
        long before = taken.request().progress().done();
        Import work = new Import(
                pipeline, runner, record.gaps(), context.defaultParallelism(), new Reporting(taken)::progress);
        try {
            return new Repair.Result(true, work.bring(asked, before, this::ending));
        } catch (GivenUp | FencedException end) {
            throw end;
        } catch (Exception failed) { // also Spark's, which it does not declare
            throw Recovery.failedImport(runner, failed);
        }
    }

    /** Tells the asker, and ends the work where it is not ours any more. */
    private final class Reporting implements Repair.Listener {
        private final RequestQueue.Taken taken;

        Reporting(RequestQueue.Taken taken) {
            this.taken = taken;
        }

        @Override
        public void compared(VerificationReport found) {
            heard.compared(found);
        }

        @Override
        public void progress(long done, long total, String message) {
            if (ending() || !taken.progress(done, total, message)) {
                throw new GivenUp();
            }
            heard.progress(done, total, message);
        }

        @Override
        public void corrected(long rows, int batches, VerificationReport found) {
            heard.corrected(rows, batches, found);
        }
    }
}
