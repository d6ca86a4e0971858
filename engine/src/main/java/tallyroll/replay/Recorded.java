package tallyroll.replay;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tallyroll.bytes.BigEndian;
import tallyroll.bytes.Slice;
import tallyroll.decode.Message;
import tallyroll.event.TransportField;
import tallyroll.send.Beside;
import tallyroll.send.Beside.Header;

/**
 * Recorded bytes taken apart into what came in: the value, and what the definition keeps beside it. Reused from event to event. Not
 * thread-safe.
 */
final class Recorded {
    /** The header that says which event it is: 32 hexadecimal digits, the same each time the event is replayed. */
    static final String IDENTITY = "tallyroll-identity";

    private final Message message = new Message();
    private final byte[] identity = new byte[2 * Long.BYTES];

    /** The bytes that came in, valid until the next. @throws ReplayException where they are a part of what came in */
    Slice value(Slice raw) {
        message.open(raw);
        if (message.element() != Message.WHOLE) {
            throw new ReplayException("Cannot replay an event that is one of several of its message (event.explode):"
                    + " what came in was the whole message, and the record keeps its parts.");
        }
        return message.value();
    }

    /** What goes beside the value that was given last. */
    Beside beside(long identityHigh, long identityLow) {
        List<Header> headers = new ArrayList<>();
        BigEndian.putLong(identity, 0, identityHigh);
        BigEndian.putLong(identity, Long.BYTES, identityLow);
        String prefix = TransportField.KAFKA_HEADER.path();
        message.visit((name, bytes) -> {
            String path = name.text();
            if (path.startsWith(prefix) && !path.equals(prefix + IDENTITY)) { // of a replay before this one
                headers.add(new Header(TransportField.headerName(path), bytes.toByteArray()));
            }
        });
        headers.add(new Header(
                IDENTITY, Slice.of(HexFormat.of().formatHex(identity)).toByteArray()));
        byte[] key = message.beside(TransportField.KAFKA_KEY.path())
                .map(Slice::toByteArray)
                .orElse(null);
        long timestamp = message.beside(TransportField.KAFKA_TIMESTAMP.path())
                .map(bytes -> BigEndian.longAt(bytes.toByteArray(), 0))
                .orElse(-1L);
        return new Beside(key, headers, timestamp);
    }
}
