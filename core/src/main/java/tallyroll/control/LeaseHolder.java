package tallyroll.control;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.time.Micros;

/**
 * Holds the lease of one pipeline and moves the log forward, claim by claim.
 *
 * <p>Why this is correct. All of a pipeline's control is one row, and every change is a compare-and-set on its version. A claim
 * is such a change, so of two drivers that both believe they hold the lease only one can claim batch n; the other's next change
 * fails and it learns that it is fenced. A claim survives its driver: whoever takes the lease next finds it open and runs the
 * same content again ({@link #reclaim}), at a later write timestamp, so that a write of the dead driver that arrives late is older than
 * every write of the new one and loses.
 *
 * <p>Write timestamps (rule R3) rise by at least {@link Claim#TIMESTAMP_STEP} with each claim, also when the clock steps back, because they
 * start from the highest one ever claimed, which is in the row. Rejected: timestamps from the tasks' clocks (two machines, two
 * truths), small counters (a manual {@code INSERT} at the wall clock would win over every later batch).
 *
 * <p>Safe for use by two threads, the one that runs batches and the one that renews the lease.
 */
public final class LeaseHolder {
    /** Raw bytes after which a new slice of the record begins, so that a partition stays small; see docs/formats. */
    static final long SLICE_BYTES = 64L << 20;

    private static final long NO_LAG = -1;

    private final ControlStore store;
    private final InstantSource clock;
    private final Duration lease;
    private final ReentrantLock lock = new ReentrantLock();
    private PipelineState state;
    /** Whether the last committed batch may be missing from history; so at the beginning, an earlier driver may have died there. */
    private volatile boolean historyBehind = true;

    private LeaseHolder(ControlStore store, InstantSource clock, Duration lease, PipelineState state) {
        this.store = store;
        this.clock = clock;
        this.lease = lease;
        this.state = state;
    }

    /**
     * Asks for the lease of a pipeline: taken where nobody holds it or it has run out. Taking it begins a new epoch.
     *
     * @param holder names this driver to people, e.g. {@code host/pid}
     * @param gone whether a holder is known to be dead, so that the end of its lease need not be waited for; taking the lease of
     *     one that is alive after all is safe, it is fenced, but stops its work
     */
    public static Acquisition acquire(
            ControlStore store,
            String pipeline,
            String holder,
            Duration lease,
            InstantSource clock,
            Predicate<String> gone) {
        PipelineState before = store.read(pipeline).orElseGet(() -> PipelineState.initial(pipeline));
        long now = Micros.now(clock);
        if (!before.holder().isEmpty() && before.leaseUntil() > now && !gone.test(before.holder())) {
            return new Acquisition.Held(before.holder(), before.leaseUntil());
        }
        PipelineState taken = before.toBuilder()
                .epoch(before.epoch() + 1)
                .holder(holder)
                .leaseUntil(now + Micros.of(lease))
                .build();
        if (store.swap(before, taken)) {
            return new Acquisition.Acquired(new LeaseHolder(store, clock, lease, taken));
        }
        PipelineState other = store.read(pipeline).orElse(before);
        return new Acquisition.Held(other.holder(), other.leaseUntil());
    }

    public PipelineState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Claims the next batch, of new events. Nothing may be written for it before this returns.
     *
     * @throws IllegalStateException when a claimed batch is still open
     * @throws FencedException when the lease was lost
     */
    public IngestClaim claim(List<Claim.Range> ranges) {
        return claim(ranges, List.of());
    }

    /**
     * As {@link #claim(List)}, of what is imported.
     *
     * @param origins where each range is read, see {@link IngestClaim}; empty: of the source
     */
    public IngestClaim claim(List<Claim.Range> ranges, List<String> origins) {
        return claim((batch, writeTimestamp, slice) -> new IngestClaim(batch, writeTimestamp, slice, ranges, origins));
    }

    /** As {@link #claim(List)}, of buckets to recompute. */
    public SettleClaim claim(List<Long> buckets, Claim.Cause cause) {
        return claim(buckets, List.of(), cause);
    }

    /** As {@link #claim(List, Claim.Cause)}, with others whose rows are proven to be right. */
    public SettleClaim claim(List<Long> buckets, List<SettleClaim.Proven> proven, Claim.Cause cause) {
        return claim((batch, writeTimestamp, slice) ->
                new SettleClaim(batch, writeTimestamp, slice, buckets, proven, cause, Quarantine.NONE));
    }

    /**
     * As {@link #claim(List)}, of buckets to forget: the bounds move with the claim, so that from here on nothing that is missing
     * before them is taken for lost.
     *
     * @param after how far the record is forgotten once the batch is done
     * @param events buckets whose events are dropped; {@code whole} those of which nothing stays
     */
    public ForgetClaim claim(Forgotten after, List<Long> events, List<Long> whole) {
        return claim(
                (batch, writeTimestamp, slice) -> new ForgetClaim(batch, writeTimestamp, slice, after, events, whole));
    }

    private <C extends Claim> C claim(Content<C> content) {
        AtomicReference<C> claimed = new AtomicReference<>();
        change("claim the next batch", before -> {
            if (before.open().isPresent()) {
                throw new IllegalStateException("batch " + before.open().get().batch() + " of \"" + before.pipeline()
                        + "\" is claimed and not committed; it must be run again before another is claimed");
            }
            long writeTimestamp = nextWriteTimestamp(before);
            claimed.set(content.at(before.committed() + 1, writeTimestamp, before.slice()));
            return before.toBuilder()
                    .writeTimestamp(writeTimestamp)
                    .open(Optional.of(claimed.get()))
                    .forgotten(bounds(before.forgotten(), claimed.get()));
        });
        tellHistory();
        return claimed.get();
    }

    /**
     * Claims the open batch of an earlier lease again: same number and content, later write timestamp (rule R11).
     *
     * @return empty where no batch is open
     */
    public Optional<Claim> reclaim() {
        tellHistory();
        if (state().open().isEmpty()) {
            return Optional.empty();
        }
        PipelineState next = change("run the open batch again", before -> {
            Claim open = before.open().orElseThrow();
            long writeTimestamp = nextWriteTimestamp(before);
            return before.toBuilder()
                    .writeTimestamp(writeTimestamp)
                    .open(Optional.of(open.reclaimedAt(writeTimestamp)));
        });
        return next.open();
    }

    /** Has the open batch leave something out from now on: its other content stays, at a later write timestamp. */
    public Claim quarantine(Quarantine.Event event) {
        PipelineState next = change("leave " + event.name() + " out of the open batch", before -> {
            Claim open = before.open().orElseThrow();
            long writeTimestamp = nextWriteTimestamp(before);
            Claim without = open.quarantining(open.quarantine().with(event));
            return before.toBuilder()
                    .writeTimestamp(writeTimestamp)
                    .open(Optional.of(without.reclaimedAt(writeTimestamp)));
        });
        return next.open().orElseThrow();
    }

    /**
     * Commits the open batch: its books enter the totals and the source's positions move past its ranges.
     *
     * @param lag records left unread at the source, -1 where unknown
     * @throws IllegalStateException when the books do not balance (rule R9) or the batch is not the open one
     * @throws FencedException when the lease was lost; the next driver runs the batch again
     */
    public void commit(Claim claim, Books books, long rows, long lag) {
        commit(claim, books, rows, lag, List.of());
    }

    /**
     * As {@link #commit(Claim, Books, long, long)}, of a batch that read the source.
     *
     * @param progress how far its tasks got
     */
    public void commit(Claim claim, Books books, long rows, long lag, List<SourceProgress> progress) {
        if (!books.balanced()) {
            throw new IllegalStateException(
                    "Cannot commit batch " + claim.batch() + ": its books do not balance: " + books
                            + "; rule R9: read = recorded + duplicates + dead letters. The batch stays claimed and is run again.");
        }
        BatchEntry entry = new BatchEntry(claim, books, Micros.now(clock), rows, lag);
        commit(entry, before -> {
            long bytes = before.sliceBytes() + books.recordedBytes();
            boolean full = bytes >= SLICE_BYTES;
            return Positions.advanced(before, claim, progress)
                    .slice(full ? before.slice() + 1 : before.slice())
                    .sliceBytes(full ? 0 : bytes)
                    .books(before.books().plus(entering(claim, books)))
                    .settled(settled(before, entry))
                    .voiding(voids(claim) ? books.recorded() : 0)
                    .read(paths(progress));
        });
    }

    private static Books entering(Claim claim, Books books) {
        return claim.match(ingest -> ingest.redecodes() ? books.again() : books, settle -> books, forget -> books);
    }

    private static boolean voids(Claim claim) {
        return claim.match(IngestClaim::voids, settle -> false, forget -> false);
    }

    private static PathMatches paths(List<SourceProgress> progress) {
        return progress.stream().map(SourceProgress::paths).reduce(PathMatches.NONE, PathMatches::plus);
    }

    private static SettledCounts settled(PipelineState before, BatchEntry entry) {
        return entry.claim()
                .match(
                        ingest -> before.settled(),
                        settle -> before.settled().plus(settle, entry.rows()),
                        forget -> before.settled());
    }

    private void commit(BatchEntry entry, Edit edit) {
        Claim claim = entry.claim();
        requireOpen(state(), claim);
        historyBehind = true; // also where this change gets no answer
        change("commit batch " + claim.batch(), before -> {
            requireOpen(before, claim);
            return edit.apply(before)
                    .committed(claim.batch())
                    .open(Optional.empty())
                    .last(entry);
        });
        tellHistory();
    }

    /**
     * Has history say what the control row says: appends the last committed batch. It is committed by then, so history never names
     * one that is not; and since a batch is committed only after this was done for the one before it, also by the next driver after a
     * crash in between, it lacks none.
     */
    private void tellHistory() {
        if (historyBehind) {
            PipelineState now = state();
            now.last().ifPresent(entry -> store.append(now.pipeline(), entry));
            historyBehind = false;
        }
    }

    /**
     * Commits the open batch, which forgot.
     *
     * @param dropped what it dropped
     * @throws FencedException when the lease was lost; the next driver runs the batch again
     */
    public void commit(ForgetClaim claim, Forgotten.Dropped dropped) {
        long now = Micros.now(clock);
        commit(new BatchEntry(claim, Books.NONE, now, 0, NO_LAG), before -> before.toBuilder()
                .forgotten(before.forgotten().done(claim.after(), dropped, now)));
    }

    /**
     * Forgets the positions of partitions of a source that will never be read again, such as those of an ended driver's memory.
     */
    public void forget(String source, Set<Integer> partitions) {
        if (!partitions.isEmpty()) {
            change("forget positions", before -> {
                Map<String, Long> kept = new HashMap<>(before.positions());
                partitions.forEach(partition -> kept.remove(PipelineState.positionName(source, partition)));
                return before.toBuilder().positions(kept);
            });
        }
    }

    /**
     * Stores the definition that holds from now on, where it is another.
     *
     * @param edit makes it of the stored state; called again where that has moved on
     * @throws FencedException when the lease was lost
     */
    public void define(Function<PipelineState, StoredDefinition> edit) {
        if (!edit.apply(state()).equals(state().definition())) {
            change("store the definition", before -> before.toBuilder().definition(edit.apply(before)));
        }
    }

    /**
     * Changes the stored definition without the lease: only for what no batch depends on. Who holds the lease finds the row changed
     * under its own epoch, and takes it as it stands.
     */
    public static void amend(ControlStore store, String pipeline, UnaryOperator<StoredDefinition> edit) {
        PipelineState before;
        PipelineState after;
        do {
            before = store.read(pipeline)
                    .orElseThrow(() -> new IllegalStateException("\"" + pipeline + "\" was never run"));
            after = before.toBuilder()
                    .definition(edit.apply(before.definition()))
                    .build();
        } while (!store.swap(before, after));
    }

    /** Remembers what a source is that was never seen before. */
    void identify(String source, String id) {
        change("remember what the source is", before -> before.toBuilder()
                .source(source, before.source(source).identified(id)));
    }

    /**
     * Begins the next incarnation of a source. The positions of the one before are forgotten; an open batch of it must have been
     * committed.
     *
     * @throws FencedException when the lease was lost
     */
    public void accept(String source, Replacement replacement) {
        change("accept another source", before -> {
            SourceState old = before.source(source);
            Map<Integer, Long> positions = before.positions(old.name(source));
            SourceState next = old.replacedBy(replacement.id(), replacement.read(old.read()));
            Map<String, Long> kept = new HashMap<>(before.positions());
            positions
                    .keySet()
                    .forEach(partition -> kept.remove(PipelineState.positionName(old.name(source), partition)));
            replacement
                    .positions(positions)
                    .forEach((partition, position) ->
                            kept.put(PipelineState.positionName(next.name(source), partition), position));
            return before.toBuilder().positions(kept).source(source, next);
        });
    }

    /**
     * Takes a range out that was not read: it never will be.
     *
     * @param source its name, without incarnation
     * @param range of its present incarnation, at or ahead of the position
     * @throws FencedException when the lease was lost
     */
    public void skip(String source, Claim.Range range) {
        change("skip a range", before -> {
            SourceState skipping = before.source(source).skipping(range);
            return Positions.positioned(before, source, skipping, before.positions(range.source()));
        });
    }

    /**
     * Has a pipeline that has read nothing begin later than its sources do: it is at the beginning of each range, and the range is to
     * be passed over, see {@link #passSkipped}. Both at once, so that it can be seen afterwards what was left out.
     *
     * @param leftOut by partition, of sources in their first incarnation; an empty range only says where a partition begins
     * @throws FencedException when the lease was lost
     */
    public void begin(List<Claim.Range> leftOut) {
        change("remember where to begin", before -> Positions.begun(before, leftOut));
    }

    /**
     * Moves a source's positions behind what is skipped there.
     *
     * @param source its name, without incarnation
     * @throws FencedException when the lease was lost
     */
    public void passSkipped(String source) {
        change("pass over what is left out", before -> {
            SourceState skipping = before.source(source);
            return Positions.positioned(before, source, skipping, before.positions(skipping.name(source)));
        });
    }

    /** Extends the lease from now. */
    public void renew() {
        change("renew the lease", PipelineState::toBuilder);
    }

    /** Gives the lease back, so that the next driver need not wait for its end. An open claim stays for it. */
    public void release() {
        lock.lock();
        try {
            PipelineState next = state.toBuilder().holder("").leaseUntil(0).build();
            if (store.swap(state, next)) {
                state = next;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Edits the row. Where it has moved on under this epoch, nobody took over: a change of ours got no answer, was given up (a
     * renewal, say), and was applied after all. It is taken as it stands and the edit made on top of it.
     */
    private static Forgotten bounds(Forgotten before, Claim claimed) {
        return claimed.match(ingest -> before, settle -> before, forget -> before.begun(forget.after()));
    }

    private PipelineState change(String what, Edit edit) {
        lock.lock();
        try {
            while (true) {
                long until = Micros.now(clock) + Micros.of(lease);
                PipelineState next = edit.apply(state).leaseUntil(until).build();
                if (store.swap(state, next)) {
                    state = next;
                    return next;
                }
                PipelineState now = store.read(state.pipeline()).orElse(state);
                if (now.epoch() == state.epoch() && now.version() < state.version()) {
                    throw lost(what, now);
                }
                if (now.epoch() != state.epoch() || now.version() == state.version()) {
                    throw fenced(what, now);
                }
                state = now;
            }
        } finally {
            lock.unlock();
        }
    }

    private FencedException fenced(String what, PipelineState now) {
        return new FencedException("Cannot " + what + " of \"" + state.pipeline() + "\": this driver's lease (epoch "
                + state.epoch() + ", " + state.holder() + ") ended; the control row is now at epoch " + now.epoch()
                + ", held by "
                + (now.holder().isEmpty() ? "nobody" : now.holder())
                + ". No row is wrong by it; the driver that holds the lease goes on from here.");
    }

    private FencedException lost(String what, PipelineState now) {
        return new FencedException(
                "Cannot " + what + " of \"" + state.pipeline() + "\": the control row went back from version "
                        + state.version() + " to " + now.version()
                        + ", so Cassandra lost changes that it had acknowledged, and maybe"
                        + " events and rows with them. Let it keep what it acknowledges (replication over several nodes, or"
                        + " \"commitlog_sync: batch\" for a single one), then run and verify.");
    }

    private static void requireOpen(PipelineState now, Claim claim) {
        if (now.open().isEmpty() || now.open().get().batch() != claim.batch()) {
            throw new IllegalStateException(
                    "batch " + claim.batch() + " of \"" + now.pipeline() + "\" is not the open one");
        }
    }

    private long nextWriteTimestamp(PipelineState before) {
        return Math.max(before.writeTimestamp() + Claim.TIMESTAMP_STEP, Micros.now(clock));
    }

    /** What a claim is of; called again where the edit has to be made again. */
    private interface Content<C extends Claim> {
        C at(long batch, long writeTimestamp, int slice);
    }

    /** An edit of the row. */
    private interface Edit {
        PipelineState.Builder apply(PipelineState before);
    }
}
