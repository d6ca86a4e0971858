package tallyroll.flow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;

/** The records of a range, null for a tombstone; of which the first may be gone. */
final class ListCursor implements SourceCursor {
    private final Claim.Range range;
    private final String[] records;
    private final List<Claim.Range> gaps;
    private int at;

    /**
     * @param gaps what it says is missing
     * @param dropped how many of the first records it does not give
     */
    ListCursor(Claim.Range range, List<Claim.Range> gaps, int dropped, String... records) {
        this.range = range;
        this.gaps = gaps;
        this.records = records;
        at = dropped - 1;
    }

    @Override
    public boolean advance() {
        return ++at < records.length;
    }

    @Override
    public boolean tombstone() {
        return records[at] == null;
    }

    @Override
    public Slice value() {
        return Slice.of((tombstone() ? "" : records[at]).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long offset() {
        return range.from() + at;
    }

    @Override
    public List<Claim.Range> gaps() {
        return gaps;
    }

    @Override
    public void close() {}
}
