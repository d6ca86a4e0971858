package tallyroll.batch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.flow.BucketScope;
import tallyroll.flow.CrossBucketDuplicates;
import tallyroll.flow.Mode;
import tallyroll.flow.TaskStats;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.SystemOfRecord;

/**
 * One driver's reign: runs batches one after the other, each as {@code claim → read → decode → record → summarise → apply →
 * settle}, then commits.
 *
 * <p>The order is the whole point. The claim is stored before anything else is written, so a crash at any later moment leaves a
 * numbered, stamped description of what to run again. The commit comes last, so nothing counts as done that is not. Between
 * the two every write can be repeated: blocks and marks by their keys, rows by their batch number.
 */
public final class BatchRunner {
    private final Pipeline pipeline;
    private final LeaseHolder driver;
    private final Jobs jobs;
    private final SystemOfRecord record;
    private final Settling settling;
    private final InstantSource clock;
    private final Consumer<CommittedBatch> listener;
    private final ReentrantLock oneBatch = new ReentrantLock();
    private boolean closed;
    /** The buckets that {@link #found} was looked for in; none once new events are recorded. */
    private Set<Long> searched = new TreeSet<>();

    private CrossBucketDuplicates found = CrossBucketDuplicates.NONE;

    public BatchRunner(
            Pipeline pipeline,
            LeaseHolder driver,
            Jobs jobs,
            SystemOfRecord record,
            InstantSource clock,
            Consumer<CommittedBatch> listener) {
        this.pipeline = pipeline;
        this.driver = driver;
        this.jobs = jobs;
        this.record = record;
        this.clock = clock;
        this.listener = listener;
        settling = new Settling(pipeline, record.marks(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    public LeaseHolder driver() {
        return driver;
    }

    /** Runs again what an earlier reign claimed and did not commit (rule R11); returns whether there was such a batch. */
    public boolean recover() {
        return driver.reclaim().map(claim -> flow(claim, () -> -1)).isPresent();
    }

    /** Lets the batch in hand finish and no other begin. */
    public void close() {
        oneBatch.lock();
        closed = true;
        oneBatch.unlock();
    }

    /** Claims ranges of new events and runs them; empty when closed. */
    public Optional<CommittedBatch> ingest(List<Claim.Range> ranges, LongSupplier lag) {
        return run(new Claim.Ingest(ranges), lag);
    }

    /**
     * Claims buckets to recompute and runs them; empty when closed. Where a later revision of an event may have moved it here from
     * a bucket that is settled already, that bucket is recomputed too.
     */
    public Optional<CommittedBatch> settle(List<Long> buckets, Claim.Cause cause) {
        oneBatch.lock();
        try {
            return closed ? Optional.empty() : run(new Claim.Settle(withPartners(buckets), cause), () -> -1);
        } finally {
            oneBatch.unlock();
        }
    }

    private List<Long> withPartners(List<Long> buckets) {
        Set<Long> all = new TreeSet<>(buckets);
        List<Long> fresh = pipeline.event().duplicates() == Duplicates.LAST ? buckets : List.of();
        while (!fresh.isEmpty()) {
            Set<Long> moved = moves(fresh).partners(fresh);
            moved.removeAll(all);
            all.addAll(moved);
            // a dirty one is settled here for the first time, so what moved into it from others is looked for as well
            fresh = moved.stream().filter(settling::dirty).toList();
        }
        return List.copyOf(all);
    }

    /** Buckets that should be settled now, at most so many; see {@link Settling}. */
    public List<Long> due(Settling.Eagerness eagerness, int max) {
        return settling.due(now(), eagerness, max);
    }

    private Optional<CommittedBatch> run(Claim.Content content, LongSupplier lag) {
        oneBatch.lock();
        try {
            return closed ? Optional.empty() : Optional.of(flow(driver.claim(content), lag));
        } finally {
            oneBatch.unlock();
        }
    }

    private CommittedBatch flow(Claim claim, LongSupplier lag) {
        long start = clock.millis();
        JobReport done = claim.content() instanceof Claim.Settle settle ? recompute(claim, settle) : ingested(claim);
        long worked = clock.millis();
        List<Long> touched = new ArrayList<>();
        int settled = 0;
        for (TaskStats notice : done.report().notices()) {
            touched.addAll(notice.touched());
            for (TaskStats.Recount recount : notice.recounts()) {
                record.settled(recount.bucket(), claim, recount.distinct(), recount.duplicates());
                settling.settled(claim.batch(), recount);
                settled++;
            }
        }
        Books books = done.report().books();
        long rows = done.report().written() + done.report().deleted();
        long left = lag.getAsLong();
        driver.commit(claim, books, rows, left);
        settling.touched(claim.batch(), touched);
        long claimMillis =
                clock.millis() - worked + Math.max(0, worked - start - done.mapMillis() - done.applyMillis());
        CommittedBatch batch = new CommittedBatch(
                claim, books, settled, rows, claimMillis, done.mapMillis(), done.applyMillis(), left);
        listener.accept(batch);
        return batch;
    }

    private JobReport ingested(Claim claim) {
        searched = new TreeSet<>();
        return jobs.ingest(claim);
    }

    private JobReport recompute(Claim claim, Claim.Settle settle) {
        BucketScope scope = new BucketScope(pipeline, settle.buckets());
        CrossBucketDuplicates moves = moves(scope.recordBuckets());
        return settle.cause() == Claim.Cause.REPAIR
                ? jobs.recountAndScan(claim, scope, moves, Mode.REPLACE)
                : jobs.recount(claim, scope, moves, Mode.REPLACE);
    }

    /**
     * What moved between these buckets and all others. Looking through the record's identities costs as much for one bucket as for
     * many, so it is done for all that are due, and kept until new events are recorded. An event without an id of its own is its
     * position, which stands in one bucket only.
     */
    private CrossBucketDuplicates moves(List<Long> buckets) {
        if (pipeline.event().idFields().isEmpty()) {
            return CrossBucketDuplicates.NONE;
        }
        if (!searched.containsAll(buckets)) {
            searched = new TreeSet<>(settling.due(now(), Settling.Eagerness.ALL, Integer.MAX_VALUE));
            searched.addAll(buckets);
            long next = driver.state().committed() + 1;
            found = jobs.moves(List.copyOf(searched), settling.recorded(), next);
        }
        return found;
    }

    private long now() {
        Instant instant = clock.instant();
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
