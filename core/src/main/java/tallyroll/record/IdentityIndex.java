package tallyroll.record;

import java.util.Iterator;
import java.util.List;
import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;

/**
 * Port: the identities of the record in a form in which many of them are compared at little cost (rule R1). All of it can be made
 * again from the record, so nothing is lost with it. Safe for use by many threads.
 *
 * <p>Writing is idempotent, and what two writers write under one key says the same: a run names its batches, whose events stand in
 * the record when it is made; a finding is kept under its content. So a writer that is late changes nothing that is right.
 */
public interface IdentityIndex {
    /** The listed runs of all buckets that start in {@code [from, until)}, by bucket, then in order of their last batch. */
    List<IdentityRun> runs(long from, long until);

    /**
     * The pages {@code [first, until)} of a run, ascending. One that is missing is left out.
     */
    Iterator<Page> pages(IdentityRun run, int first, int until);

    /** The pages of all runs of one page, of the buckets that start in {@code [from, until)}, in the order of {@link #runs}. */
    Iterator<Page> wholes(long from, long until);

    /**
     * A page of a run.
     *
     * @param number which one, from 0
     * @param bytes see {@link IdentityPage}
     */
    record Page(IdentityRun run, int number, byte[] bytes) {}

    /**
     * Writes successive pages of a run; they are durable when this returns. A run of one page is listed with it; of others {@link
     * #list} tells that all their pages stand.
     *
     * @param first the number of the first page
     * @param writeTimestamp µs, claimed already; so for all of these
     */
    void write(IdentityRun run, int first, Iterator<byte[]> pages, long writeTimestamp);

    /** Lists a run, all pages of which were written. */
    void list(IdentityRun run, long writeTimestamp);

    /** Drops runs, listed or not. */
    void dropRuns(List<IdentityRun> runs, long writeTimestamp);

    /** The findings about all buckets that start in {@code [from, until)}, in the order of their buckets. */
    List<Finding> findings(long from, long until);

    /**
     * What a search found about a bucket.
     *
     * @param through the last batch that the search covered
     * @param searched whether the bucket's own identities up to that batch were looked for in the buckets that it reaches; false
     *     where a search for another bucket came upon it
     * @param repeated which identities were recorded more than once
     */
    record Finding(long bucket, long through, boolean searched, byte[] repeated) {
        /** Under which it is kept: findings of one batch that say the same are one. */
        public long digest() {
            return Hash.murmur3(Slice.of(repeated), searched ? 1 : 0)[0];
        }
    }

    /** Keeps findings beside all others; they are durable when this returns. */
    void keep(List<Finding> findings, long writeTimestamp);

    /** Drops findings that others have replaced. */
    void dropFindings(List<Finding> findings, long writeTimestamp);

    /** Drops all that is known of a bucket; what is written at this timestamp or an earlier one stays gone. */
    void forget(long bucket, long writeTimestamp);
}
