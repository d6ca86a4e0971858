package tallyroll.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Claim;
import tallyroll.control.PathMatches;
import tallyroll.control.Quarantine;
import tallyroll.flow.ApplyReport;
import tallyroll.record.LostEvents;

/**
 * Passes on what a run reports, and adds a sign of life where nothing was reported for {@link #SILENCE} though something is going
 * on: which phase, which batch, how many of its tasks are done. A run that only waits for events is quiet, and one that waits for a
 * server has its own sentences.
 */
final class LifeSigns implements RunEvents, AutoCloseable {
    static final Duration SILENCE = Duration.ofSeconds(10);

    private final RunEvents events;
    private final InstantSource clock;
    private final BooleanSupplier quiet;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(LifeSigns::daemon);
    private final ScheduledFuture<?> ticking;
    private volatile Supplier<int[]> tasks = () -> new int[2];
    private String what = "";
    private Instant since = Instant.EPOCH;
    private Instant heard = Instant.EPOCH;
    private long batch;

    /** @param quiet whether somebody else says what is waited for */
    LifeSigns(RunEvents events, InstantSource clock, BooleanSupplier quiet) {
        this.events = events;
        this.clock = clock;
        this.quiet = quiet;
        ticking = ticks.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** From now on tasks of Spark jobs are counted. */
    void watch(JavaSparkStatusTracker tracker) {
        tasks = () -> count(tracker);
    }

    /** The number of the next batch. */
    synchronized void next(long number) {
        batch = number;
    }

    @Override
    public void began(Phase phase, Instant at) {
        at("batch " + nextBatch() + ", " + words(phase));
        events.began(phase, at);
    }

    @Override
    public void matched(PathMatches paths) {
        events.matched(paths);
    }

    @Override
    public void committed(CommittedBatch done, Instant at) {
        next(done.claim().batch() + 1);
        at("");
        events.committed(done, at);
    }

    @Override
    public void failed(Claim claim, Quarantine.Event event, int times) {
        hear();
        events.failed(claim, event, times);
    }

    @Override
    public void quarantined(Claim claim, Quarantine.Event event) {
        hear();
        events.quarantined(claim, event);
    }

    @Override
    public void unreadable(Claim claim, Set<ApplyReport.Damaged> rows) {
        hear();
        events.unreadable(claim, rows);
    }

    @Override
    public void lost(List<LostEvents> losses) {
        hear();
        events.lost(losses);
    }

    @Override
    public void log(String line) {
        hear();
        events.log(line);
    }

    @Override
    public void entered(RunPhase phase, String line) {
        at(phase.words());
        events.entered(phase, line);
    }

    /** The stream waits for events, if no batch runs. */
    synchronized void streaming() {
        if (what.equals(RunPhase.RUNNING.words())) {
            at("");
        }
    }

    @Override
    public void alive(SignOfLife sign) {
        events.alive(sign);
    }

    @Override
    public void died(Throwable error) {
        events.died(error);
    }

    @Override
    public void close() {
        ticking.cancel(false);
        ticks.shutdown();
    }

    private void tick() {
        if (!quiet.getAsBoolean()) {
            due(clock.instant()).ifPresent(events::alive);
        }
    }

    /** What is to be said now. */
    synchronized Optional<SignOfLife> due(Instant now) {
        if (what.isEmpty() || now.isBefore(heard.plus(SILENCE))) {
            return Optional.empty();
        }
        heard = now;
        int[] counted = tasks.get();
        return Optional.of(new SignOfLife(what, Duration.between(since, now), counted[0], counted[1]));
    }

    private synchronized long nextBatch() {
        return batch;
    }

    /** A batch's phases are one piece of work to whoever waits: its time goes on. */
    private synchronized void at(String next) {
        Instant now = clock.instant();
        boolean sameBatch =
                !what.isEmpty() && next.startsWith("batch " + batch + ",") && what.startsWith("batch " + batch + ",");
        if (!sameBatch) {
            since = now;
            heard = now;
        }
        what = next;
    }

    private synchronized void hear() {
        heard = clock.instant();
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case CLAIM -> "claim";
            case MAP -> "read to apply";
            case APPLY -> "apply";
            case COMMIT -> "commit";
        };
    }

    private static int[] count(JavaSparkStatusTracker tracker) {
        int[] counted = new int[2];
        for (int job : tracker.getActiveJobIds()) {
            SparkJobInfo info = tracker.getJobInfo(job);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                SparkStageInfo tasks = tracker.getStageInfo(stage);
                if (tasks != null) {
                    counted[0] += tasks.numCompletedTasks();
                    counted[1] += tasks.numTasks();
                }
            }
        }
        return counted;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tallyroll-life-signs");
        thread.setDaemon(true);
        return thread;
    }
}
