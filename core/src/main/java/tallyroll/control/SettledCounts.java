package tallyroll.control;

/**
 * What all settling batches of a pipeline have done, in buckets of the record; one that was settled several times counts as often.
 *
 * @param proven settled by the proof that their rows are right
 * @param recounted settled by a recount, repairs and migrations among them
 * @param audited recounted although they were settled
 * @param drifted summary rows that audits found to differ from the record, and corrected
 */
public record SettledCounts(long proven, long recounted, long audited, long drifted) {
    public static final SettledCounts NONE = new SettledCounts(0, 0, 0, 0);

    /** With a batch that wrote or deleted so many rows. */
    SettledCounts plus(SettleClaim claim, long rows) {
        boolean audit = claim.cause() == Claim.Cause.AUDIT;
        int buckets = claim.buckets().size();
        return new SettledCounts(
                proven + claim.proven().size(),
                recounted + (audit ? 0 : buckets),
                audited + (audit ? buckets : 0),
                drifted + (audit ? rows : 0));
    }
}
