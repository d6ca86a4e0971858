package tallyroll.batch;

import tallyroll.control.Books;
import tallyroll.control.Claim;

/**
 * What is told of a committed batch.
 *
 * @param books what was read; nothing for a settling batch
 * @param buckets record buckets settled; 0 for new events
 * @param rows summary rows written or deleted
 * @param claimMillis the claim and the commit
 * @param mapMillis reading, decoding, recording and summarising
 * @param applyMillis applying
 * @param lag records left unread, -1 where unknown
 */
public record CommittedBatch(
        Claim claim,
        Books books,
        int buckets,
        long rows,
        long claimMillis,
        long mapMillis,
        long applyMillis,
        long lag) {
    public boolean settling() {
        return claim.content() instanceof Claim.Settle;
    }
}
