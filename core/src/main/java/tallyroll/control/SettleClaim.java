package tallyroll.control;

import java.util.List;
import java.util.function.Function;

/**
 * A batch that recomputes buckets from the record.
 *
 * @param buckets starts of record buckets, µs
 * @param quarantine what it leaves out
 * @param cause a repair also visits every stored row, so that rows which nothing makes are found
 */
public record SettleClaim(
        long batch, long writeTimestamp, int slice, List<Long> buckets, Cause cause, Quarantine quarantine)
        implements Claim {
    private static final long serialVersionUID = 1L;

    public SettleClaim {
        Claim.require(batch, writeTimestamp);
        buckets = List.copyOf(buckets);
    }

    /** Leaving out nothing. */
    public SettleClaim(long batch, long writeTimestamp, int slice, List<Long> buckets, Cause cause) {
        this(batch, writeTimestamp, slice, buckets, cause, Quarantine.NONE);
    }

    @Override
    public SettleClaim quarantining(Quarantine all) {
        return new SettleClaim(batch, writeTimestamp, slice, buckets, cause, all);
    }

    @Override
    public SettleClaim reclaimedAt(long later) {
        return new SettleClaim(batch, later, slice, buckets, cause, quarantine);
    }

    @Override
    public <T> T match(
            Function<IngestClaim, T> ingest, Function<SettleClaim, T> settle, Function<ForgetClaim, T> forget) {
        return settle.apply(this);
    }
}
