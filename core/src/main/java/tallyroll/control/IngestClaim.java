package tallyroll.control;

import java.util.List;
import java.util.function.Function;

/**
 * A batch of new events.
 *
 * @param slice the part of the record that the batch's blocks go to
 * @param ranges ranges of the source, one a task
 * @param claimedMicros when it was first claimed, µs: what depends on the time is decided as of then, however often it is run
 * @param run 1, and one more each time the batch is claimed again
 */
public record IngestClaim(
        long batch, long writeTimestamp, int slice, List<Range> ranges, long claimedMicros, int run)
        implements Claim {
    private static final long serialVersionUID = 1L;

    /** Of one bucket, recorded by one attempt: blocks of 1 MB, mostly. */
    private static final int SEQUENCES = 1 << 14;

    private static final int ATTEMPTS = 16;

    public IngestClaim {
        Claim.require(batch, writeTimestamp);
        ranges = List.copyOf(ranges);
        if (run < 1) {
            throw new IllegalArgumentException("Cannot claim run " + run + " of batch " + batch + ": runs count from 1");
        }
    }

    /**
     * Where the sequence numbers begin under which an attempt records: each attempt of each run has room of its own, so nothing that
     * was recorded is written over by less. The first of all begins at 0.
     *
     * @param attempt k, counted from 0
     */
    public int firstSequence(int attempt) {
        return Math.multiplyExact((run - 1) * ATTEMPTS + Math.min(attempt, ATTEMPTS - 1), SEQUENCES);
    }

    /** Claimed for the first time. */
    public IngestClaim(long batch, long writeTimestamp, int slice, List<Range> ranges) {
        this(batch, writeTimestamp, slice, ranges, writeTimestamp, 1);
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

    @Override
    public IngestClaim reclaimedAt(long later) {
        return new IngestClaim(batch, later, slice, ranges, claimedMicros, run + 1);
    }

    @Override
    public <T> T match(
            Function<IngestClaim, T> ingest, Function<SettleClaim, T> settle, Function<ForgetClaim, T> forget) {
        return ingest.apply(this);
    }
}
