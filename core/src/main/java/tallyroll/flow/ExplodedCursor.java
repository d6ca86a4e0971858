package tallyroll.flow;

import java.util.List;
import java.util.Optional;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.LastRead;
import tallyroll.decode.Decoding;
import tallyroll.decode.Exploder;
import tallyroll.decode.Message;
import tallyroll.event.EventSpec;

/**
 * A range whose records hold several events each: every event is given as a record of its own, at the position of the one that holds it.
 * A record that cannot be taken apart is given whole, with the reason; one that holds none is passed over. What was taken out of a record
 * before is given as it is.
 */
final class ExplodedCursor implements SourceCursor {
    private final SourceCursor source;
    private final Exploder exploder;
    private final Slice event = new Slice();
    private Decoding fault = Decoding.OK;
    private boolean inside;
    private int element = Message.WHOLE;

    private ExplodedCursor(SourceCursor source, Exploder exploder) {
        this.source = source;
        this.exploder = exploder;
    }

    /** The range as it is, where each record is one event. */
    static SourceCursor of(SourceCursor source, EventSpec spec) {
        return spec.framing().explode().none() ? source : new ExplodedCursor(source, new Exploder(spec));
    }

    @Override
    public boolean advance() {
        while (!nextInside()) {
            if (!source.advance()) {
                return false;
            }
            element = source.element();
            if (element != Message.WHOLE) {
                fault = Decoding.OK;
                event.set(source.value());
                return true;
            }
            fault = source.tombstone() ? Decoding.NO_VALUE : exploder.open(source.value());
            if (!fault.ok()) {
                event.set(source.value());
                return true;
            }
            inside = true;
        }
        return true;
    }

    private boolean nextInside() {
        Slice found = inside ? exploder.next() : null;
        if (found == null) {
            inside = false;
            return false;
        }
        event.set(found);
        element++;
        return true;
    }

    @Override
    public boolean tombstone() {
        return source.tombstone();
    }

    @Override
    public Slice value() {
        return event;
    }

    @Override
    public Decoding fault() {
        return fault;
    }

    @Override
    public long offset() {
        return source.offset();
    }

    @Override
    public int element() {
        return element;
    }

    @Override
    public Optional<String> origin() {
        return source.origin();
    }

    @Override
    public List<Claim.Range> gaps() {
        return source.gaps();
    }

    @Override
    public String message(Claim.Range gap) {
        return source.message(gap);
    }

    @Override
    public Optional<LastRead> lastRead() {
        return source.lastRead();
    }

    @Override
    public void close() {
        source.close();
    }
}
