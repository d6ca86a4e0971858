package tallyroll.flow;

import java.util.List;
import java.util.function.LongFunction;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;

/** The records of a range, by their offset; all of them are there, and each has a value. */
public final class RecordsCursor implements SourceCursor {
    private final Claim.Range range;
    private final LongFunction<byte[]> records;
    private long at;

    /** @param records gives the value at an offset of the range */
    public RecordsCursor(Claim.Range range, LongFunction<byte[]> records) {
        this.range = range;
        this.records = records;
        at = range.from() - 1;
    }

    @Override
    public boolean advance() {
        return ++at < range.until();
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return Slice.of(records.apply(at));
    }

    @Override
    public long offset() {
        return at;
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
