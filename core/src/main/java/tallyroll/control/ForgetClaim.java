package tallyroll.control;

import java.util.List;
import java.util.function.Function;

/**
 * A batch that drops what the record need not keep any longer.
 *
 * @param after how far the record is forgotten once this is done; its totals are those before it
 * @param events starts of record buckets whose events are dropped and whose identities stay, µs
 * @param whole starts of record buckets of which nothing stays, µs
 */
public record ForgetClaim(
        long batch, long writeTimestamp, int slice, Forgotten after, List<Long> events, List<Long> whole)
        implements Claim {
    private static final long serialVersionUID = 1L;

    public ForgetClaim {
        Claim.require(batch, writeTimestamp);
        events = List.copyOf(events);
        whole = List.copyOf(whole);
    }

    @Override
    public ForgetClaim reclaimedAt(long later) {
        return new ForgetClaim(batch, later, slice, after, events, whole);
    }

    @Override
    public <T> T match(
            Function<IngestClaim, T> ingest, Function<SettleClaim, T> settle, Function<ForgetClaim, T> forget) {
        return forget.apply(this);
    }
}
