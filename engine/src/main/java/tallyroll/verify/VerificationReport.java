package tallyroll.verify;

import java.util.List;
import tallyroll.flow.Drift;
import tallyroll.record.LostEvents;

/**
 * What verifying found.
 *
 * @param rows summary rows compared: stored ones and ones that should be
 * @param drifted rows in settled buckets that differ
 * @param pending rows in buckets not settled yet that differ; they are corrected when those settle
 * @param drifts the columns that differ in settled buckets, of the first rows
 * @param buckets record buckets recounted
 * @param unsettled how many of them are not settled
 * @param distinct identities counted
 * @param duplicates recorded events that were not counted because their identity was
 * @param undecoded recorded events that the definition no longer decodes
 * @param losses buckets whose record lost events
 * @param forgottenBefore rows of buckets before this, µs, were not compared: what they were made of is forgotten; {@code
 *     Long.MIN_VALUE} where nothing is
 * @param damaged the record buckets of all rows that differ in settled buckets, ascending
 */
public record VerificationReport(
        long rows,
        long drifted,
        long pending,
        List<Drift> drifts,
        long buckets,
        long unsettled,
        long distinct,
        long duplicates,
        long undecoded,
        List<LostEvents> losses,
        long forgottenBefore,
        List<Long> damaged) {
    public VerificationReport {
        drifts = List.copyOf(drifts);
        losses = List.copyOf(losses);
        damaged = List.copyOf(damaged);
    }

    /** Whether every row of a settled bucket equals the query over the record, and the record is whole. */
    public boolean right() {
        return drifted == 0 && losses.isEmpty();
    }
}
