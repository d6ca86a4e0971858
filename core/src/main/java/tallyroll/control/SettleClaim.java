package tallyroll.control;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A batch that settles buckets: some are recomputed from the record, of the others it was proven before the claim that their rows
 * are right (see {@code batch.Settling}), and nothing that was proven becomes untrue while the batch is open.
 *
 * @param buckets starts of the record buckets that are recounted, µs
 * @param proven those that are not; only of cause {@code SETTLE}
 * @param quarantine what it leaves out
 * @param cause a repair also visits every stored row, so that rows which nothing makes are found
 */
public record SettleClaim(
        long batch,
        long writeTimestamp,
        int slice,
        List<Long> buckets,
        List<Proven> proven,
        Cause cause,
        Quarantine quarantine)
        implements Claim {
    private static final long serialVersionUID = 1L;

    /**
     * A bucket whose rows are right as they stand.
     *
     * @param bucket its start, µs
     * @param events how many it holds, each of another identity and each counted once
     */
    public record Proven(long bucket, long events) implements Serializable {}

    public SettleClaim {
        Claim.require(batch, writeTimestamp);
        buckets = List.copyOf(buckets);
        proven = List.copyOf(proven);
        if (!proven.isEmpty() && cause != Cause.SETTLE) {
            throw new IllegalArgumentException(
                    "Cannot claim batch " + batch + ": a " + cause + " recounts every bucket, and proves none");
        }
    }

    /** Recounting all, leaving out nothing. */
    public SettleClaim(long batch, long writeTimestamp, int slice, List<Long> buckets, Cause cause) {
        this(batch, writeTimestamp, slice, buckets, List.of(), cause, Quarantine.NONE);
    }

    /** All buckets that are settled once it is committed, ascending. */
    public List<Long> settled() {
        return Stream.concat(buckets.stream(), proven.stream().map(Proven::bucket))
                .sorted()
                .toList();
    }

    @Override
    public SettleClaim quarantining(Quarantine all) {
        return new SettleClaim(batch, writeTimestamp, slice, buckets, proven, cause, all);
    }

    @Override
    public SettleClaim reclaimedAt(long later) {
        return new SettleClaim(batch, later, slice, buckets, proven, cause, quarantine);
    }

    @Override
    public <T> T match(
            Function<IngestClaim, T> ingest, Function<SettleClaim, T> settle, Function<ForgetClaim, T> forget) {
        return settle.apply(this);
    }
}
