package tallyroll.receiver;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tallyroll.TallyrollException;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.EventRule;
import tallyroll.decode.Exploder;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;

/**
 * Tells a sender at once what is wrong with an event. The event is handed on all the same: the flow decodes it again and keeps it
 * as a dead letter, so that the books count it. Safe for use by many threads.
 */
public final class EventValidator {
    private final ThreadLocal<Bench> benches;
    private final EventSpec spec;
    private final boolean timed;

    /**
     * @param source the receiver's kind
     * @param rules what events must meet as well, for each thread
     */
    public EventValidator(EventSpec spec, String source, Expressions expressions, Supplier<List<EventRule>> rules) {
        this.spec = spec;
        timed = spec.keptBeside().contains(ReceiptTimeSink.NAME);
        benches = ThreadLocal.withInitial(() -> new Bench(
                new RecordDecoder(spec, source, expressions.bind(), rules.get()),
                new Exploder(spec),
                new Event(spec.schema())));
    }

    private record Bench(RecordDecoder decoder, Exploder exploder, Event event) {
        private Decoding decode(Slice raw) {
            return decoder.decode(raw, 0, 0, event);
        }

        /** Of the first that is faulty among several events. */
        private Decoding decodeAll(Slice raw) {
            Decoding opened = exploder.open(raw);
            for (Slice one = opened.ok() ? exploder.next() : null; one != null; one = exploder.next()) {
                Decoding decoding = decode(one);
                if (!decoding.ok() && !decoding.ignored()) {
                    return decoding;
                }
            }
            return opened;
        }
    }

    /** The longest event that is accepted, bytes. Of a longer one, hand on one byte more than this: it is refused by its length. */
    public int maxBytes() {
        return spec.maxBytes();
    }

    /** How events are written. */
    public EventSpec spec() {
        return spec;
    }

    /** Why an event will be a dead letter, or that it will be {@link Decoding#ignored}; empty if it will be counted. */
    public Optional<Decoding> fault(Slice raw) {
        Bench bench = benches.get();
        try {
            Slice event = timed ? new ReceiptTimeSink.ReceiptTime(System.currentTimeMillis()).wrap(raw) : raw;
            Decoding decoding = spec.framing().explode().none() ? bench.decode(event) : bench.decodeAll(event);
            return decoding.ok() ? Optional.empty() : Optional.of(decoding);
        } catch (TallyrollException failed) {
            if (failed.away().isEmpty()) {
                throw failed;
            }
            // What decoding needs is away: the flow waits for it, and the sender need not.
            return Optional.empty();
        }
    }
}
