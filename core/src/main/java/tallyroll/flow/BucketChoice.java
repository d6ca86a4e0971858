package tallyroll.flow;

import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.EventSpec.Duplicates;
import tallyroll.record.SystemOfRecord;

/**
 * Which events of a record bucket count (rule R1), found in one pass over the identities of one of several ranges, so that memory is
 * bounded whatever the bucket holds. Not thread-safe.
 */
final class BucketChoice {
    private final long bucket;
    private final RepeatedIdentities repeated;
    private final BucketCopies copies;
    private final Deduplicator deduplicator;
    private final int pass;
    private final int passes;

    /** @param pass from 0 to {@link #passes} - 1 */
    BucketChoice(EventSpec spec, long bucket, RepeatedIdentities repeated, int pass) {
        this.bucket = bucket;
        this.repeated = repeated;
        this.pass = pass;
        copies = repeated.in(bucket);
        passes = passes(spec, copies);
        deduplicator = Deduplicator.of(spec);
    }

    /** How often a bucket is gone through. */
    static int passes(EventSpec spec, BucketCopies copies) {
        return copies.passes(Deduplicator.capacity(spec));
    }

    /** Whether all events of a bucket have to be offered before any is decided: where a later one may beat an earlier one. */
    static boolean looksFirst(EventSpec spec, long bucket, RepeatedIdentities repeated, SystemOfRecord record) {
        return !repeated.in(bucket).none()
                && (spec.duplicates() == Duplicates.LAST
                        || !record.voided(bucket, bucket + 1).isEmpty());
    }

    /** Takes note of an event. */
    void offer(Event event, long order) {
        if (covers(event) && copies.repeated(event.identityHigh())) {
            deduplicator.offer(event, order);
        }
    }

    /** Whether this pass decides about the event. */
    boolean covers(Event event) {
        return passes == 1 || Long.remainderUnsigned(event.identityLow(), passes) == pass;
    }

    /** Whether it is the one of its identity that counts, and no deletion. Asked once of each event that is covered, in record order. */
    boolean counts(Event event, long order) {
        boolean once = !copies.repeated(event.identityHigh());
        return !event.isDeletion() && (once || (deduplicator.wins(event, order) && mayCount(event)));
    }

    private boolean mayCount(Event event) {
        return repeated.across().countsIn(event.identityHigh(), event.identityLow(), bucket);
    }
}
