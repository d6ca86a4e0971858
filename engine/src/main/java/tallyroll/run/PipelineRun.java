package tallyroll.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import tallyroll.batch.BatchPorts;
import tallyroll.batch.BatchRunner;
import tallyroll.batch.Settling;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.event.Expressions;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.TaskPlan;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.Pipeline;
import tallyroll.process.ProcessName;
import tallyroll.run.RunOptions.Extent;
import tallyroll.source.Ranges;
import tallyroll.source.SourceBinding;
import tallyroll.source.TallySourceProvider;
import tallyroll.store.Stores;

/**
 * Runs a pipeline: takes the lease, runs an open batch again, then lets Structured Streaming say when there is something new.
 *
 * <p>Spark's stream gives only <em>how far</em> the source may be read in a batch. Where a batch begins comes from the control
 * row, so Spark's checkpoint carries nothing that could be lost or be stale; each reign begins a new one.
 */
public final class PipelineRun implements AutoCloseable {
    private static final int SETTLE_AT_ONCE = 400;
    private static final double SETTLING_SHARE = 0.25;

    private final Pipeline pipeline;
    private final RunOptions options;
    private final RunEvents events;
    private final InstantSource clock;
    private final Stores stores;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(PipelineRun::daemon);
    private final AtomicReference<FencedException> fenced = new AtomicReference<>();
    private final SourceBinding binding;
    private final Expressions expressions;
    private volatile boolean stopping;
    /** Stopping, and everything that has to be worked off before is. */
    private volatile boolean closing;

    private long settlingMillis;
    private long startMillis;

    private PipelineRun(Pipeline pipeline, RunOptions options, RunEvents events, InstantSource clock) {
        this.pipeline = pipeline;
        this.options = options;
        this.events = events;
        this.clock = clock;
        stores = Stores.shared(pipeline);
        stores.createTables();
        expressions = SparkExpressions.of(pipeline);
        binding = SourceFactory.open(pipeline, expressions, options, events::log);
    }

    /** Connects to the source and Cassandra, and creates what tables are missing. */
    public static PipelineRun open(Pipeline pipeline, RunOptions options, RunEvents events) {
        return new PipelineRun(pipeline, options, events, InstantSource.system());
    }

    /**
     * Finishes the batch in hand, and works off what is only in memory, then ends {@link #run}. May be called from any thread,
     * also from a signal handler.
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
        LeaseHolder driver = acquire();
        long beat = Math.max(1, options.lease().toMillis() / 3);
        ScheduledFuture<?> beats = heart.scheduleAtFixedRate(() -> renew(driver), beat, beat, TimeUnit.MILLISECONDS);
        Sessions.Session session = Sessions.open(pipeline.name(), options.master());
        try {
            TaskPlan plan = TallyJobs.plan(pipeline, expressions);
            TallyJobs jobs = new TallyJobs(session.context(), plan);
            BatchPorts ports = new BatchPorts(jobs, stores.record(), binding::opener);
            BatchRunner runner = new BatchRunner(plan, driver, ports, clock, events);
            driver.state()
                    .open()
                    .ifPresent(open -> events.log("running batch " + open.batch()
                            + " again: it was claimed and not committed when its driver ended"));
            runner.recover();
            binding.start(driver.state().epoch());
            binding.committed(committed(driver));
            driver.forget(binding.source(), binding.ended(committed(driver).keySet()));
            startMillis = clock.millis();
            stream(session.spark(), runner, jobs.parallelism());
            if (options.extent() == Extent.ONCE && !stopping) {
                settleAll(runner);
            }
        } finally {
            beats.cancel(false);
            binding.stopReceiving();
            session.close();
            release(driver);
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
        binding.close();
    }

    private LeaseHolder acquire() throws InterruptedException {
        String waitingFor = "";
        while (!stopping) {
            Acquisition answer = LeaseHolder.acquire(
                    stores.control(), pipeline.name(), ProcessName.ours(), options.lease(), clock, ProcessName::gone);
            if (answer instanceof Acquisition.Acquired acquired) {
                return acquired.driver();
            }
            Acquisition.Held held = (Acquisition.Held) answer;
            if (!waitingFor.equals(held.holder())) {
                waitingFor = held.holder();
                events.log("waiting for the lease of \"" + pipeline.name() + "\": " + waitingFor + " holds it until "
                        + Instant.ofEpochMilli(held.untilMicros() / 1_000) + " unless it renews");
            }
            Thread.sleep(200);
        }
        throw new InterruptedException("stopped while waiting for the lease");
    }

    private void release(LeaseHolder driver) {
        try {
            driver.release();
        } catch (RuntimeException unreachable) {
            // whatever ended the run matters more; the lease runs out by itself
            events.log("cannot give the lease back: " + unreachable.getMessage());
        }
    }

    private void renew(LeaseHolder driver) {
        try {
            driver.renew();
        } catch (FencedException lost) {
            fenced.set(lost);
            stopping = true;
        } catch (RuntimeException unreachable) {
            // the lease may run out while the store is away; the next claim or commit finds out
            events.log("cannot renew the lease now: " + unreachable.getMessage());
        }
    }

    private void stream(SparkSession spark, BatchRunner runner, int parallelism) throws InterruptedException {
        StreamingQuery query = start(spark, runner, parallelism);
        try {
            while (!query.awaitTermination(500)) {
                if (stopping && workedOff(runner)) {
                    closing = true;
                    runner.close();
                    query.stop();
                } else if (options.extent() == Extent.CONTINUOUS) {
                    settleSome(runner, Settling.Eagerness.ALL, 1_000);
                }
            }
        } catch (StreamingQueryException failed) {
            throw cause(failed);
        } catch (TimeoutException slow) {
            throw new IllegalStateException("the stream of \"" + pipeline.name() + "\" did not stop in time", slow);
        }
        if (fenced.get() != null) {
            throw fenced.get();
        }
    }

    /** Whether nothing would be lost by stopping now. What is only in memory goes through batches first, unless fenced. */
    private boolean workedOff(BatchRunner runner) {
        if (binding.content() == SourceBinding.Content.KEPT || fenced.get() != null) {
            return true;
        }
        binding.stopReceiving();
        return binding.unread(committed(runner.lease())) == 0;
    }

    private StreamingQuery start(SparkSession spark, BatchRunner runner, int parallelism) {
        Map<Integer, Long> committed = committed(runner.lease());
        DataStreamWriter<Row> writer = spark.readStream()
                .format(TallySourceProvider.NAME)
                .options(binding.streamOptions(committed))
                .load()
                .writeStream()
                .queryName(pipeline.name())
                .option(
                        "checkpointLocation",
                        Checkpoints.fresh(
                                options.checkpoint(),
                                pipeline.name(),
                                runner.lease().state().epoch()))
                .trigger(
                        options.extent() == Extent.ONCE
                                ? Trigger.AvailableNow()
                                : Trigger.ProcessingTime(options.trigger().toMillis()))
                .foreachBatch((Dataset<Row> ends, Long sparkBatch) -> batch(runner, ends, parallelism));
        try {
            return writer.start();
        } catch (TimeoutException slow) {
            throw new IllegalStateException("the stream of \"" + pipeline.name() + "\" did not start in time", slow);
        }
    }

    private void batch(BatchRunner runner, Dataset<Row> ends, int parallelism) {
        Map<Integer, Long> from = committed(runner.lease());
        Map<Integer, Long> until = new HashMap<>();
        for (Row row : ends.collectAsList()) {
            int partition = row.getInt(1);
            from.putIfAbsent(partition, row.getLong(2));
            until.put(partition, row.getLong(3));
        }
        List<Claim.Range> ranges = Ranges.cut(binding.source(), from, until, parallelism);
        if (ranges.isEmpty() || closing) {
            return;
        }
        runner.ingest(ranges, () -> lag(from, until)).ifPresent(done -> {
            binding.committed(committed(runner.lease()));
            boolean caughtUp = done.lag() == 0;
            settleSome(runner, caughtUp ? Settling.Eagerness.ALL : Settling.Eagerness.QUIET, budgetMillis());
        });
    }

    private long lag(Map<Integer, Long> from, Map<Integer, Long> until) {
        Map<Integer, Long> read = new HashMap<>(from);
        read.putAll(until);
        return binding.unread(read);
    }

    private long budgetMillis() {
        return (long) ((clock.millis() - startMillis) * SETTLING_SHARE) - settlingMillis;
    }

    private void settleSome(BatchRunner runner, Settling.Eagerness eagerness, long budgetMillis) {
        long start = clock.millis();
        long until = start + budgetMillis;
        List<Long> due = clock.millis() < until ? runner.due(eagerness, SETTLE_AT_ONCE) : List.of();
        while (!due.isEmpty() && !stopping) {
            runner.settle(due, Claim.Cause.SETTLE);
            due = clock.millis() < until ? runner.due(eagerness, SETTLE_AT_ONCE) : List.of();
        }
        settlingMillis += clock.millis() - start;
    }

    private void settleAll(BatchRunner runner) {
        settleSome(runner, Settling.Eagerness.ALL, Duration.ofDays(365).toMillis());
    }

    private Map<Integer, Long> committed(LeaseHolder driver) {
        return driver.state().positions(binding.source());
    }

    private static RuntimeException cause(StreamingQueryException failed) {
        return Causes.of(failed, FencedException.class)
                .map(RuntimeException.class::cast)
                .orElseGet(() -> new IllegalStateException(Causes.message(failed), failed));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tallyroll-lease");
        thread.setDaemon(true);
        return thread;
    }
}
