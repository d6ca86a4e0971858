package tallyroll.control;

import java.util.List;
import java.util.function.Function;

/**
 * A batch of new events.
 *
 * @param slice the part of the record that the batch's blocks go to
 * @param ranges ranges of the source, one a task
 * @param quarantine what it leaves out
 * @param claimedMicros when it was first claimed, µs: what depends on the time is decided as of then, however often it is run
 * @param origins of an import, where each range is read, as people know it: its events have the identities of the source that the
 *     range names, but its positions are not that source's; empty where ranges are read of the source itself
 */
public record IngestClaim(
        long batch,
        long writeTimestamp,
        int slice,
        List<Range> ranges,
        long claimedMicros,
        Quarantine quarantine,
        List<String> origins)
        implements Claim {
    /** The scheme of origins whose entries take identities out of the totals. */
    public static final String VOIDS = "voids:";

    private static final long serialVersionUID = 1L;

    /** What an origin begins with where the records are dead letters of the pipeline. */
    public static final String LETTERS = "letters:";

    public IngestClaim {
        Claim.require(batch, writeTimestamp);
        ranges = List.copyOf(ranges);
        origins = List.copyOf(origins);
        if (!origins.isEmpty() && origins.size() != ranges.size()) {
            throw new IllegalArgumentException("Cannot claim batch " + batch + ": it imports " + ranges.size()
                    + " ranges of " + origins.size() + " origins");
        }
    }

    /** Claimed for the first time. */
    public IngestClaim(long batch, long writeTimestamp, int slice, List<Range> ranges) {
        this(batch, writeTimestamp, slice, ranges, List.of());
    }

    /** As {@link #IngestClaim(long, long, int, List)}, of what is imported. */
    public IngestClaim(long batch, long writeTimestamp, int slice, List<Range> ranges, List<String> origins) {
        this(batch, writeTimestamp, slice, ranges, writeTimestamp, Quarantine.NONE, origins);
    }

    /** Whether it reads something else than the source, whose positions stay where they are. */
    public boolean imports() {
        return !origins.isEmpty();
    }

    /** Whether it reads dead letters once more: those that are events now are no dead letters any longer, and the others are its own. */
    public boolean redecodes() {
        return imports() && origins.stream().allMatch(origin -> origin.startsWith(LETTERS));
    }

    /** Whether it records what takes identities out of the totals, and no events. */
    public boolean voids() {
        return imports() && origins.get(0).startsWith(VOIDS);
    }

    /** Where a task reads, as people know it. */
    public String origin(int task) {
        return imports() ? origins.get(task) : range(task).source();
    }

    /**
     * The range that a task reads.
     *
     * @throws IllegalArgumentException where there is no such task
     */
    public Range range(int task) {
        if (task < 0 || task >= ranges.size()) {
            throw new IllegalArgumentException(
                    "Batch " + batch + " has no range for task " + task + ": it has " + ranges.size());
        }
        return ranges.get(task);
    }

    /** Whether it was claimed before: an earlier run of it may have left something behind. */
    public boolean repeated() {
        return writeTimestamp > claimedMicros;
    }

    /** Whether an attempt is the first one of its task in the first run of the batch: then nothing can have been recorded before. */
    public boolean firstAttempt(int attempt) {
        return attempt == 0 && !repeated();
    }

    @Override
    public IngestClaim quarantining(Quarantine all) {
        return new IngestClaim(batch, writeTimestamp, slice, ranges, claimedMicros, all, origins);
    }

    @Override
    public IngestClaim reclaimedAt(long later) {
        return new IngestClaim(batch, later, slice, ranges, claimedMicros, quarantine, origins);
    }

    @Override
    public <T> T match(
            Function<IngestClaim, T> ingest, Function<SettleClaim, T> settle, Function<ForgetClaim, T> forget) {
        return ingest.apply(this);
    }
}
