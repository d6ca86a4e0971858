package tallyroll.sim;

import java.util.List;
import java.util.function.Function;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.flow.SourceCursor;

/** Reads a claimed range of the simulated topic. */
final class TopicReader implements SourceCursor {
    private final Topic topic;
    private final Claim.Range range;
    private final Function<Sent, byte[]> given;
    private long at;
    private byte[] raw;

    /** @param given the bytes that a record has for the reader, which are its own unless a rule is off; null: passed over */
    TopicReader(Topic topic, Claim.Range range, Function<Sent, byte[]> given) {
        this.topic = topic;
        this.range = range;
        this.given = given;
        at = range.from() - 1;
    }

    @Override
    public boolean advance() {
        do {
            at++;
            if (at >= range.until()) {
                return false;
            }
            raw = given.apply(topic.at(range.partition(), at));
        } while (raw == null);
        return true;
    }

    @Override
    public boolean tombstone() {
        return false;
    }

    @Override
    public Slice value() {
        return Slice.of(raw);
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
