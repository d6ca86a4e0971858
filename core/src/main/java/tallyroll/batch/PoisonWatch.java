package tallyroll.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.Quarantine;
import tallyroll.flow.Culprit;
import tallyroll.record.DeadLetter;
import tallyroll.record.SystemOfRecord;

/**
 * Decides how a batch goes on that failed while a task had an event in hand: run again while the same event has failed it less than
 * {@value #TRIES} times, then without that event, which becomes a dead letter. So one event that no rule foresees costs a few runs of its
 * batch, and not the pipeline.
 *
 * <p>What is left out is written into the claim first, by compare-and-set, at a later write timestamp: another driver that takes over
 * leaves out the same, and whatever an earlier run has written is older. Nothing was applied to any row by then, for the shuffle is behind
 * the map tasks; so this is right without a record too. Failures that name no event, those of the store, the source and the lease among
 * them, are passed on. So is the failure of one event too many: that is not an event's fault, and a topic is not thrown away event by event.
 */
final class PoisonWatch {
    static final int TRIES = 3;
    static final int MAX_EVENTS = 16;

    private final LeaseHolder lease;
    private final SystemOfRecord record;
    private final BatchListener listener;
    private final Map<String, Integer> failures = new HashMap<>();

    PoisonWatch(BatchRunner.Shared shared, BatchListener listener) {
        lease = shared.lease();
        record = shared.ports().record();
        this.listener = listener;
    }

    /** The claim to run next; throws the failure where there is none. */
    Claim after(Optional<? extends Claim> claimed, Exception failed) {
        Optional<Culprit> culprit = Culprit.of(failed);
        if (claimed.isEmpty() || culprit.isEmpty()) {
            PoisonWatch.<RuntimeException>throwAsItIs(failed);
        }
        Claim claim = claimed.orElseThrow();
        Quarantine.Event event = culprit.orElseThrow().event();
        int times = failures.merge(event.name(), 1, Integer::sum);
        if (times < TRIES) {
            listener.failed(claim, event, times);
            return lease.reclaim().orElseThrow();
        }
        if (claim.quarantine().events().size() >= MAX_EVENTS) {
            throw new IllegalStateException(
                    "Cannot run batch " + claim.batch() + ": it leaves out " + MAX_EVENTS
                            + " events already, and fails on "
                            + event.name() + " (" + event.reason()
                            + "). So many are not the fault of single events; the batch stays claimed and is run again.",
                    failed);
        }
        Claim next = lease.quarantine(event);
        if (!(next instanceof IngestClaim)) {
            write(next, event);
        }
        listener.quarantined(next, event);
        return next;
    }

    /** Throws it, checked or not: what Spark throws is checked, and declared nowhere. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the compiler is to believe that it is unchecked
    private static <E extends Exception> void throwAsItIs(Exception failed) throws E {
        throw (E) failed;
    }

    /** An event of the source becomes a dead letter when its task meets it; of the record's, this is said here. */
    private void write(Claim claim, Quarantine.Event event) {
        String reason = event.name() + " was left out of batch " + claim.batch()
                + ", which failed on it again and again: " + event.reason() + ". Its bytes are in the record";
        try (SystemOfRecord.DeadLetterAppender letters = record.deadLetterAppender(claim.writeTimestamp())) {
            letters.reject(new DeadLetter(
                    claim.batch(), event.source(), event.partition(), event.offset(), DeadLetter.QUARANTINED, reason));
            letters.finish();
        }
    }
}
