package tallyroll.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;
import tallyroll.record.DeadLetter;
import tallyroll.record.LetterRange;
import tallyroll.record.SystemOfRecord;

/** Dead letters as the records that they were, with what stood beside them, in the order of positions; all of them in memory. */
final class LettersCursor implements SourceCursor {
    private static final Comparator<DeadLetter> BY_POSITION =
            Comparator.comparingLong(DeadLetter::offset).thenComparingInt(DeadLetter::element);

    private final String origin;
    private final List<DeadLetter> letters;
    private int at = -1;

    private LettersCursor(String origin, List<DeadLetter> letters) {
        this.origin = origin;
        this.letters = letters;
    }

    static LettersCursor open(SystemOfRecord record, LetterRange range) {
        List<DeadLetter> letters = new ArrayList<>();
        record.readDeadLetters(range.batches(), (letter, micros) -> {
            if (range.holds(letter)) {
                letters.add(letter);
            }
        });
        letters.sort(BY_POSITION);
        return new LettersCursor(range.origin(), letters);
    }

    @Override
    public boolean advance() {
        return ++at < letters.size();
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return Slice.of(letters.get(at).payload());
    }

    @Override
    public long offset() {
        return letters.get(at).offset();
    }

    @Override
    public int element() {
        return letters.get(at).element();
    }

    @Override
    public Optional<String> origin() {
        return Optional.of(origin);
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.of();
    }

    @Override
    public void close() {
        letters.clear();
    }
}
