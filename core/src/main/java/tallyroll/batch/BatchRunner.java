package tallyroll.batch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tallyroll.batch.BatchListener.Phase;
import tallyroll.batch.SettleBatch.Recounted;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.SettleClaim;
import tallyroll.control.SourceCheck;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline.SettleSpec;
import tallyroll.time.Micros;

/**
 * Runs the batches of a pipeline one after the other, while it holds the lease: {@link #run} is the flow of every batch, of new
 * events and of buckets to recount.
 *
 * <p>The order is the whole point. The claim is stored before anything else is written, so a crash at any later moment leaves a
 * numbered description of what to run again, with its write timestamp. The commit comes last, so nothing counts as done that is
 * not. Between the two every write can be repeated: blocks and marks by their keys, rows by their batch number.
 */
public final class BatchRunner {
    private static final LongSupplier UNKNOWN_LAG = () -> -1;
    /** Buckets of the first batch of a migration. */
    private static final int FIRST_MIGRATED = 32;
    /** Batches that a migration takes at most: each of them visits all stored rows of the rollups. */
    private static final int MIGRATIONS = 32;

    private final Shared shared;
    private final RedecodedLetters redecoded;
    private final Jobs jobs;
    private final IdentitySearch search;
    private final ForgetBatch forgetting;
    private final LossCheck losses;
    private final InstantSource clock;
    private final BatchListener listener;
    private final ReentrantLock oneBatch =
            new ReentrantLock(true); // who asked first is next: new events, settling and requests take turns
    private boolean closed;
    /** A batch failed and may be claimed still: until it was run again no other can be. */
    private volatile boolean failed;

    /** What both kinds of batch need. */
    record Shared(TaskPlan plan, LeaseHolder lease, Settling settling, Migration migration, BatchPorts ports) {
        /** Has a bucket settled once more, where it is settled: its rows are not, or not for long, what it should hold. */
        void makeDirty(long bucket) {
            settling.dirtyAgain(bucket).ifPresent(batch -> {
                ports.record().moved(bucket, batch, lease.state().writeTimestamp());
                settling.moved(bucket, batch);
            });
        }
    }

    public BatchRunner(
            TaskPlan plan, LeaseHolder lease, BatchPorts ports, InstantSource clock, BatchListener listener) {
        Settling settling = new Settling(
                plan,
                ports.record().marks(Long.MIN_VALUE, Long.MAX_VALUE),
                ports.record().voided(Long.MIN_VALUE, Long.MAX_VALUE));
        settling.forgotten(lease.state().forgotten().eventsBefore(), List.of());
        shared = new Shared(plan, lease, settling, new Migration(plan, lease, settling), ports);
        redecoded = new RedecodedLetters(lease, ports.record());
        jobs = ports.jobs();
        search = new IdentitySearch(shared);
        losses = new LossCheck(plan, settling, ports.record(), listener);
        this.clock = clock;
        this.listener = listener;
        forgetting = new ForgetBatch(shared, clock, listener);
    }

    /**
     * The flow of a batch. What {@code map} and {@code apply} say is done where the tasks run, event by event in one pass each;
     * between them is the shuffle, which is the barrier of rule R6: no {@code apply} begins before every {@code record} has ended.
     */
    private <C extends Claim> CommittedBatch run(Batch<C> batch, Claiming<C> claiming) {
        began(Phase.CLAIM);
        C claim = claiming.claim(); // ranges of the source, or buckets to recount: stored before anything is written
        began(Phase.MAP);
        ApplyReport applied = jobs.run(
                batch.tasks(claim),
                map -> map.read() // the source's records, or the record's own
                        .decode() // into events; what is none becomes a dead letter
                        .record() // raw bytes and marks, or what counts of the events recorded already
                        .summarise(), // into partials by rollup, group and bucket
                apply -> apply.apply(), // merged partials to summary rows
                listener);
        began(Phase.COMMIT);
        CommittedBatch committed = batch.commit(claim, applied); // books, positions, settled buckets
        listener.committed(committed, clock.instant());
        return committed;
    }

    /** Until it is committed, at last without the events that it keeps failing on. */
    private <C extends Claim> CommittedBatch run(Batch<C> batch) {
        PoisonWatch poison = new PoisonWatch(shared, listener);
        Claiming<C> claiming = new Claiming<>(batch::claim);
        while (true) {
            try {
                return run(batch, claiming);
            } catch (Exception failed) { // also what Spark throws: checked, and declared nowhere
                Claim next = poison.after(claiming.claimed, failed);
                claiming = new Claiming<>(() -> batch.again(next));
            }
        }
    }

    /** Claims, and remembers what was claimed. */
    private static final class Claiming<C extends Claim> {
        private final Supplier<C> next;
        private Optional<C> claimed = Optional.empty();

        Claiming(Supplier<C> next) {
            this.next = next;
        }

        C claim() {
            claimed = Optional.of(next.get());
            return claimed.get();
        }
    }

    public LeaseHolder lease() {
        return shared.lease();
    }

    /** Runs again what an earlier holder of the lease claimed and did not commit (rule R11); returns whether there was such a batch. */
    public boolean recover() {
        redecoded.remove(); // before anything else is committed, see there
        boolean open = lease().reclaim()
                .map(claim -> claim.match(
                        ingest -> run(ingest.imports() ? imported(() -> ingest) : newEvents(() -> ingest, UNKNOWN_LAG)),
                        settle -> run(recount(() -> settle, this::found)),
                        forgetting::run))
                .isPresent();
        failed = false;
        shared.migration().closeHistory();
        return open;
    }

    /**
     * Closes an open batch that imports what cannot be read any more, so that others can be claimed. What it has recorded is there, its
     * buckets are dirty, and settling counts it; what it has not can be imported again.
     *
     * @return whether such a batch was open
     */
    public boolean giveUpImport() {
        oneBatch.lock();
        try {
            Optional<IngestClaim> open = lease().state()
                    .open()
                    .flatMap(claim -> claim.match(
                            ingest -> Optional.of(ingest).filter(IngestClaim::imports),
                            settle -> Optional.empty(),
                            forget -> Optional.empty()));
            open.ifPresent(claim -> {
                lease().commit(claim, Books.NONE, 0, -1);
                failed = false;
            });
            return open.isPresent();
        } finally {
            oneBatch.unlock();
        }
    }

    /** Whether a batch failed, so that none can be claimed before {@link #recover}. */
    public boolean mustRecover() {
        return failed;
    }

    /** Lets the batch in hand finish and no other begin. */
    public void close() {
        oneBatch.lock();
        closed = true;
        oneBatch.unlock();
    }

    /**
     * Claims ranges of new events and runs them; empty when closed, or since a batch failed.
     *
     * @param lag asked before the commit: records left unread then, -1 where unknown
     */
    public Optional<CommittedBatch> ingest(List<Claim.Range> ranges, LongSupplier lag) {
        return unlessClosed(() -> Optional.of(run(newEvents(() -> lease().claim(ranges), lag))));
    }

    /**
     * Claims ranges of something else than the source, whose identities their events have, and runs them; empty when closed, or since a
     * batch failed. What was read already, of the source or by an import, is a duplicate.
     *
     * @param origins where each range is read, see {@link IngestClaim}
     */
    public Optional<CommittedBatch> imported(List<Claim.Range> ranges, List<String> origins) {
        return unlessClosed(() -> Optional.of(run(imported(() -> lease().claim(ranges, origins)))));
    }

    /**
     * Claims buckets to settle and runs them; those of which it is proven that their rows are right are not recomputed. Which of their
     * identities were recorded more than once is found out before, beside batches of new events; a bucket that one of those touches
     * meanwhile is left for later. What the record has lost events of is left out, see {@link LossCheck}.
     *
     * @return empty when closed, or since a batch failed, or when all of them are forgotten, left out or left for later
     */
    public Optional<CommittedBatch> settle(List<Long> buckets, Claim.Cause cause) {
        // these two ask what the record holds, not what it held when it was indexed
        boolean fromRecord = cause == Claim.Cause.REPAIR || cause == Claim.Cause.AUDIT;
        IdentitySearch.Answer found =
                fromRecord ? search.fromRecord(buckets) : search.covering(buckets, Micros.now(clock));
        return unlessClosed(() -> {
            List<Long> kept = kept(shared.settling().untouched(buckets, found.through()));
            List<Long> all = cause == Claim.Cause.AUDIT ? shared.settling().complete(kept, found.repeated()) : kept;
            boolean migrates = cause == Claim.Cause.SETTLE && shared.migration().concerns(all);
            Claim.Cause claimed = migrates ? Claim.Cause.MIGRATION : cause;
            List<SettleClaim.Proven> proven = proven(all, found, claimed);
            List<Long> unproven = whole(without(all, proven), claimed);
            return unproven.isEmpty() && proven.isEmpty()
                    ? Optional.empty()
                    : Optional.of(run(recount(
                            () -> lease().claim(unproven, proven, claimed),
                            claim -> new Recounted(claim.buckets(), found.repeated()))));
        });
    }

    /** Those that need not be recounted. While rows of an earlier definition stand, any may have been left as it was. */
    private List<SettleClaim.Proven> proven(List<Long> buckets, IdentitySearch.Answer found, Claim.Cause cause) {
        boolean allowed = shared.plan().settle().by() == SettleSpec.By.PROOF
                && cause == Claim.Cause.SETTLE
                && !shared.migration().active();
        return allowed ? shared.settling().proven(buckets, found.repeated()) : List.of();
    }

    private static List<Long> without(List<Long> all, List<SettleClaim.Proven> proven) {
        List<Long> rest = new ArrayList<>(all);
        rest.removeAll(proven.stream().map(SettleClaim.Proven::bucket).collect(Collectors.toSet()));
        return rest;
    }

    /**
     * Drops what the record need not keep any longer, see {@link Retention}; empty where there is nothing, while rows have to be made
     * again from the record, when closed, or since a batch failed.
     *
     * @param max record buckets at once
     */
    public Optional<CommittedBatch> forget(int max) {
        return shared.migration().buckets().isEmpty()
                ? unlessClosed(() -> forgetting.claim(Micros.now(clock), max).map(forgetting::run))
                : Optional.empty();
    }

    /**
     * Recounts some of the buckets whose rows are of an earlier definition; empty when there are none, or when closed.
     *
     * @param max buckets at once; few at first, so that some rows are soon right, and more where very many are left
     * @param maxEvents about as many at once, for which new events wait
     */
    public Optional<CommittedBatch> migrate(BackfillOrder order, int max, long maxEvents) {
        int outdated = shared.migration().buckets().size();
        if (outdated == 0) {
            shared.migration().finish();
            return Optional.empty();
        }
        boolean first = shared.migration().progress().rollups().stream().allMatch(rollup -> rollup.done() == 0);
        int some = first ? Math.min(max, FIRST_MIGRATED) : Math.max(max, outdated / MIGRATIONS);
        List<Long> next = shared.migration().next(order, some, maxEvents);
        return next.isEmpty() ? Optional.empty() : settle(next, Claim.Cause.MIGRATION);
    }

    /**
     * Recounts the settled buckets that were last recounted longest ago, and longer than the definition allows; empty when there are
     * none, while rows are of an earlier definition, or when closed. What differs from the record is put right, and counted as drift.
     *
     * @param maxEvents in one batch; a bucket that holds more is a batch of its own
     */
    public Optional<CommittedBatch> audit(long maxEvents) {
        Duration life = shared.plan().settle().audit();
        if (life.isZero() || shared.migration().active()) {
            return Optional.empty();
        }
        List<Long> oldest = shared.settling().unaudited(Micros.now(clock) - Micros.of(life), maxEvents);
        return oldest.isEmpty() ? Optional.empty() : settle(oldest, Claim.Cause.AUDIT);
    }

    /** How far rows have come from one definition to the next. */
    public MigrationProgress migration() {
        return shared.migration().progress();
    }

    /** Buckets that should be settled now, at most so many; see {@link Settling}. Those that {@link #migrate} will settle are left to it. May be asked beside a batch. */
    public List<Long> due(Settling.Eagerness eagerness, int max) {
        search.touched();
        if (!shared.migration().active()) {
            return shared.settling().due(Micros.now(clock), eagerness, max);
        }
        Set<Long> outdated = shared.migration().buckets();
        return shared.settling().due(Micros.now(clock), eagerness, Integer.MAX_VALUE).stream()
                .filter(bucket -> !outdated.contains(bucket))
                .limit(max)
                .toList();
    }

    /** Without those that are forgotten: their rows stay as they are, for what they were made of is gone. */
    private List<Long> kept(List<Long> buckets) {
        long from = lease().state().forgotten().eventsBefore();
        return buckets.stream().filter(bucket -> bucket >= from).toList();
    }

    private IngestBatch newEvents(Supplier<IngestClaim> claiming, LongSupplier lag) {
        return new IngestBatch(shared, shared.ports().check(), listener, claiming, lag);
    }

    /** The source has no part in it, and may be away or another. */
    private IngestBatch imported(Supplier<IngestClaim> claiming) {
        return new IngestBatch(shared, SourceCheck.NONE, listener, claiming, UNKNOWN_LAG);
    }

    private SettleBatch recount(Supplier<SettleClaim> claiming, Function<SettleClaim, Recounted> recounted) {
        return new SettleBatch(shared, losses, listener, recounted, claiming);
    }

    /** For a batch that was claimed before: nothing has been recorded since, but something may have been lost. */
    private Recounted found(SettleClaim claim) {
        List<Long> whole = whole(claim.buckets(), claim.cause());
        return new Recounted(whole, search.covering(whole, Micros.now(clock)).repeated());
    }

    /** Without those that have lost events; a repair looks for itself, and may accept them. */
    private List<Long> whole(List<Long> buckets, Claim.Cause cause) {
        return cause == Claim.Cause.REPAIR
                ? buckets
                : losses.without(buckets, lease().state().forgotten().acceptedFrom());
    }

    private Optional<CommittedBatch> unlessClosed(Supplier<Optional<CommittedBatch>> batch) {
        oneBatch.lock();
        try {
            if (closed || failed) {
                return Optional.empty();
            }
            failed = true;
            Optional<CommittedBatch> committed = batch.get();
            failed = false;
            return committed;
        } finally {
            oneBatch.unlock();
        }
    }

    private void began(Phase phase) {
        listener.began(phase, clock.instant());
    }
}
