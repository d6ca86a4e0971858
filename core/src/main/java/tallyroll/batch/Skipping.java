package tallyroll.batch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.PipelineState;
import tallyroll.control.Replacement;
import tallyroll.control.SourceGuard;
import tallyroll.control.SourceIdentity;
import tallyroll.control.SourcePartition;
import tallyroll.control.SourceState;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.time.Micros;

/**
 * Takes out on purpose what was not read, while the lease is held: it is written down as a gap and never read. For one request.
 *
 * <p>The gap is written before the control row changes. If that change fails, a gap stands that is read after all, and a second try
 * writes the same gap again; the other order could lose positions without a word.
 */
public final class Skipping {
    private final LeaseHolder lease;
    private final SourceIdentity now;
    private final String base;
    private final GapStore store;
    private final InstantSource clock;
    private final List<Gap> gaps = new ArrayList<>();

    /**
     * What was taken out.
     *
     * @param gaps that were written down
     * @param outcome what holds from now on, a whole sentence
     */
    public record Skipped(List<Gap> gaps, String outcome) {
        public Skipped {
            gaps = List.copyOf(gaps);
        }
    }

    /** @param source its name, without incarnation */
    public Skipping(LeaseHolder lease, String source, SourceIdentity now, GapStore store, InstantSource clock) {
        this.lease = lease;
        this.now = now;
        base = source;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Accepts that the source is another than the one that was read.
     *
     * @throws InvalidRequestException where the source is the one that was read
     */
    public Skipped replacedSource() {
        PipelineState state = lease.state();
        Replacement replacement = Replacement.of(state, base, now)
                .orElseThrow(() -> new InvalidRequestException("Cannot accept another source for \""
                        + name() + "\": " + now.where()
                        + " is the one that was read, and what was read last is still there. Run the pipeline."));
        String id = now.identify().orElse("");
        for (Claim.Range unread : unread(state, replacement)) {
            boolean known = unread.length() > 0;
            write(
                    unread,
                    replacement.what() + "; what followed position " + unread.from() + " was not read, "
                            + (known ? "known up to here" : "and whether anything did is not known"));
        }
        openBatch(state).ifPresent(open -> lease.commit(open, Books.NONE, 0, 0));
        lease.accept(base, replacement.withId(id));
        SourceState next = lease.state().source(base);
        return new Skipped(
                gaps,
                "from now on " + now.where() + " is read as \"" + next.name(base) + "\", "
                        + (replacement.whole()
                                ? "from its beginning"
                                : "where it was cut off from there on, elsewhere where it was read to"));
    }

    /**
     * Takes out a range of a partition that was not read.
     *
     * @param until one past the last position
     * @throws InvalidRequestException where part of it was read already, or is not there
     */
    public Skipped range(int partition, long from, long until) {
        new SourceGuard(lease, base, now).begin();
        PipelineState state = lease.state();
        SourceState source = state.source(base);
        Claim.Range range = new Claim.Range(source.name(base), partition, from, until);
        requireUnread(state, range);
        write(range, "taken out on purpose by \"tallyroll skip\"");
        lease.skip(base, range);
        return new Skipped(gaps, named(range) + " will not be read");
    }

    /**
     * Takes out the open batch, which was claimed and cannot be run.
     *
     * @throws InvalidRequestException where the open batch is another, or recounts buckets
     */
    public Skipped batch(long number) {
        PipelineState state = lease.state();
        IngestClaim open = openBatch(state)
                .filter(claim -> claim.batch() == number)
                .orElseThrow(() -> new InvalidRequestException("Cannot skip batch " + number + " of \""
                        + name() + "\": "
                        + state.open()
                                .map(claim -> "the open batch is " + claim.batch()
                                        + claim.match(
                                                ingest -> "",
                                                settle -> ", which recounts buckets and reads no source",
                                                forget -> ", which forgets what is old and reads no source"))
                                .orElse("no batch is open")
                        + ". Only new events that were claimed and not committed can be taken out."));
        if (open.imports()) {
            lease.commit(open, Books.NONE, 0, 0);
            return new Skipped(
                    gaps,
                    "batch " + number + " is closed, and what it did not record is still there to be imported again");
        }
        open.ranges()
                .forEach(range -> write(
                        range,
                        "batch " + number + " was taken out on purpose by \"tallyroll skip\"; what it had recorded"
                                + " before is counted"));
        lease.commit(open, Books.NONE, 0, 0);
        return new Skipped(gaps, "batch " + number + " is closed, and what it did not record will not be read");
    }

    /**
     * What is known to be unread of the source as it was: what is claimed, and what was seen behind the last record read. The open
     * batch is closed, so what it has claimed of other topics is a gap too.
     */
    private List<Claim.Range> unread(PipelineState state, Replacement replacement) {
        SourceState source = state.source(base);
        String name = source.name(base);
        Map<SourcePartition, Claim.Range> unread = new TreeMap<>();
        state.positions(name).forEach((partition, position) -> {
            if (replacement.whole() || replacement.diverged().containsKey(partition)) {
                long end = source.read().containsKey(partition)
                        ? source.read().get(partition).end()
                        : position;
                unread.put(
                        new SourcePartition(name, partition),
                        new Claim.Range(name, partition, position, Math.max(position, end)));
            }
        });
        openBatch(state).filter(open -> !open.imports()).ifPresent(open -> open.ranges()
                .forEach(range ->
                        unread.merge(new SourcePartition(range.source(), range.partition()), range, Skipping::joined)));
        return List.copyOf(unread.values());
    }

    private static Claim.Range joined(Claim.Range one, Claim.Range other) {
        return new Claim.Range(
                one.source(),
                one.partition(),
                Math.min(one.from(), other.from()),
                Math.max(one.until(), other.until()));
    }

    private void requireUnread(PipelineState state, Claim.Range range) {
        long end = now.latest().getOrDefault(range.partition(), 0L);
        if (range.until() > end) {
            throw new InvalidRequestException("Cannot skip " + named(range) + ": "
                    + (end == 0 ? "the source has no such partition, or it is empty" : "it ends at " + end)
                    + ", and only what is there can be taken out.");
        }
        long position = state.positions(range.source()).getOrDefault(range.partition(), 0L);
        if (range.from() < position) {
            throw new InvalidRequestException("Cannot skip " + named(range) + ": everything before position " + position
                    + " was read already. What is recorded is not taken out.");
        }
        openBatch(state)
                .filter(open -> !open.imports() && open.ranges().stream().anyMatch(claimed -> overlap(claimed, range)))
                .ifPresent(open -> {
                    throw new InvalidRequestException(
                            "Cannot skip " + named(range) + ": part of it is claimed by batch "
                                    + open.batch()
                                    + ", which was not committed. Run the pipeline, or take the whole batch out with"
                                    + " --batch " + open.batch() + ".");
                });
    }

    private static boolean overlap(Claim.Range one, Claim.Range other) {
        return one.source().equals(other.source())
                && one.partition() == other.partition()
                && one.from() < other.until()
                && other.from() < one.until();
    }

    private static Optional<IngestClaim> openBatch(PipelineState state) {
        return state.open()
                .flatMap(claim -> claim.match(Optional::of, settle -> Optional.empty(), forget -> Optional.empty()));
    }

    private void write(Claim.Range range, String reason) {
        long found = Micros.now(clock);
        Gap gap = new Gap(range, reason, lease.state().committed(), found);
        store.add(gap, found);
        gaps.add(gap);
    }

    private static String named(Claim.Range range) {
        return "positions " + range.from() + " to " + (range.until() - 1) + " of partition " + range.partition()
                + " of \"" + range.source() + "\"";
    }

    private String name() {
        return lease.state().pipeline();
    }
}
