package tallyroll.batch;

import tallyroll.control.Books;
import tallyroll.control.Claim;

/**
 * A batch that was committed.
 *
 * @param books what was read; nothing for a settling batch
 * @param buckets record buckets settled or forgotten; 0 for new events
 * @param rows summary rows written or deleted
 * @param lag records left unread, -1 where unknown
 */
public record CommittedBatch(Claim claim, Books books, int buckets, long rows, long lag) {
    /** Whether it recounted buckets from the record. */
    public boolean settling() {
        return claim.match(ingest -> false, settle -> true, forget -> false);
    }

    /** Whether it recounted buckets that were settled, to see whether they are right. */
    public boolean audit() {
        return claim.match(ingest -> false, settle -> settle.cause() == Claim.Cause.AUDIT, forget -> false);
    }

    /** Summary rows that differed from the record though they were settled; 0 where it was no audit. */
    public long drifted() {
        return audit() ? rows : 0;
    }

    /** How many of its buckets were settled by the proof that their rows are right. */
    public int proven() {
        return claim.match(ingest -> 0, settle -> settle.proven().size(), forget -> 0);
    }

    /** Whether it dropped buckets of the record. */
    public boolean forgetting() {
        return claim.match(ingest -> false, settle -> false, forget -> true);
    }
}
