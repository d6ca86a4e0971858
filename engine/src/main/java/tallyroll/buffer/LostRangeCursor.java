package tallyroll.buffer;

import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;

/**
 * A range that was in the memory of a driver that has ended: it gives nothing and is a gap (rule R13). What a task of that driver
 * recorded of it stays recorded, its buckets are marked, and settling makes record and summary agree (rule R11).
 */
final class LostRangeCursor implements SourceCursor {
    private final Claim.Range range;

    LostRangeCursor(Claim.Range range) {
        this.range = range;
    }

    @Override
    public boolean advance() {
        return false;
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return new Slice();
    }

    @Override
    public long offset() {
        return range.from();
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.of(range);
    }

    @Override
    public String message(Claim.Range gap) {
        return "events " + gap.from() + " to " + (gap.until() - 1) + " (" + gap.length()
                + ") were in the memory of a driver that has ended; senders were told that they were received";
    }

    @Override
    public void close() {
        // nothing is held
    }
}
