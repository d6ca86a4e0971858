package tallyroll.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.record.DeadLetter;
import tallyroll.record.LetterRange;
import tallyroll.record.SystemOfRecord;

/**
 * Takes the dead letters away that the last committed batch has decoded again.
 *
 * <p>Why none is lost and none stands twice. They go only after the commit: by then each is an event of the record, or a dead letter of that
 * batch. And they go before anything else is committed, for whoever takes the lease after a crash in between does it first. So whatever
 * decodes dead letters again finds each of them once, and the books, from which that batch took them, are right.
 */
final class RedecodedLetters {
    private static final int AT_ONCE = 1_000;

    private final LeaseHolder lease;
    private final SystemOfRecord record;

    RedecodedLetters(LeaseHolder lease, SystemOfRecord record) {
        this.lease = lease;
        this.record = record;
    }

    /** Does nothing where the last batch was another kind, or was closed without having been run. Repeating it changes nothing. */
    void remove() {
        lease.state()
                .last()
                .filter(last -> last.books().read() > 0)
                .flatMap(RedecodedLetters::claim)
                .ifPresent(this::remove);
    }

    private static Optional<IngestClaim> claim(BatchEntry last) {
        return last.claim()
                .match(
                        ingest -> Optional.of(ingest).filter(IngestClaim::redecodes),
                        settle -> Optional.empty(),
                        forget -> Optional.empty());
    }

    private void remove(IngestClaim claim) {
        List<LetterRange> ranges = new ArrayList<>();
        for (int task = 0; task < claim.ranges().size(); task++) {
            ranges.add(LetterRange.of(claim.range(task), claim.origin(task)));
        }
        long from = ranges.stream().mapToLong(one -> one.batches().from()).min().orElse(0);
        long before =
                ranges.stream().mapToLong(one -> one.batches().before()).max().orElse(0);
        List<DeadLetter> gone = new ArrayList<>();
        record.readDeadLetters(new SystemOfRecord.Batches(from, before), (letter, micros) -> {
            if (ranges.stream().anyMatch(range -> range.holds(letter))) {
                gone.add(letter.withoutBytes());
            }
            if (gone.size() == AT_ONCE) {
                record.removeDeadLetters(gone, claim.writeTimestamp());
                gone.clear();
            }
        });
        record.removeDeadLetters(gone, claim.writeTimestamp());
    }
}
