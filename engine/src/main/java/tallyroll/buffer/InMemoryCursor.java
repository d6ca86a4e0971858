package tallyroll.buffer;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;

/** Reads events that came to the task from the driver's memory. */
final class InMemoryCursor implements SourceCursor {
    private final ByteReader in;
    private final Slice value = new Slice();
    private long offset;

    /** @param packed as {@link Buffer#packed} gave the range */
    InMemoryCursor(Claim.Range range, byte[] packed) {
        in = new ByteReader(packed);
        offset = range.from() - 1;
    }

    @Override
    public boolean advance() {
        if (in.remaining() == 0) {
            return false;
        }
        in.readSlice(in.readCount(), value);
        offset++;
        return true;
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return value;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public List<Claim.Range> gaps() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
