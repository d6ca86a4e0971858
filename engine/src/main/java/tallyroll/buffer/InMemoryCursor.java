package tallyroll.buffer;

import java.util.List;
import tallyroll.bytes.ByteReader;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;

/** Reads events that came to the task from the driver's memory. */
final class InMemoryCursor implements SourceCursor {
    private final byte[] packed;
    private final ByteReader in;
    private long offset;
    private int from;
    private int length;

    /** @param packed as {@link Buffer#packed} gave the range */
    InMemoryCursor(Claim.Range range, byte[] packed) {
        this.packed = packed;
        in = new ByteReader(packed);
        offset = range.from() - 1;
    }

    @Override
    public boolean advance() {
        if (in.remaining() == 0) {
            return false;
        }
        length = in.readCount();
        from = in.skip(length);
        offset++;
        return true;
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public byte[] base() {
        return packed;
    }

    @Override
    public int from() {
        return from;
    }

    @Override
    public int length() {
        return length;
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
