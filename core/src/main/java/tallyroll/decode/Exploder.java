package tallyroll.decode;

import java.util.Arrays;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Slice;
import tallyroll.event.EventSpec;
import tallyroll.event.Explode;

/**
 * Takes a message of several events apart. Each event is a message of its own: the whole with one element in the place of the array, so
 * that what stands around the array is there for each, or the line alone. Its envelope says which one it is.
 *
 * <p>What is around the array is repeated for each element, so an array of many in a large message would grow without bound: at most
 * {@value #MAX_ELEMENTS} elements and {@value #MAX_BYTES} bytes in all are made of one message; more is a fault. Not thread-safe.
 */
public final class Exploder {
    static final int MAX_ELEMENTS = 100_000;
    static final long MAX_BYTES = 64L << 20;

    private final Parts parts;
    private final Explode explode;
    private final int maxBytes;
    private final Unwrapping unwrapping;
    private final boolean json;
    private final Message message = new Message();
    private final Envelope envelope = new Envelope();
    private final ByteWriter joined = new ByteWriter(512);
    private final Found found = new Found();
    private final Slice part = new Slice();
    private int next;

    /** Where the events of a message stand. */
    interface Parts {
        /** Looks for them; what it has found is of no use where it refuses. */
        Decoding find(Slice value, Found into);
    }

    /** The place of what each event takes the place of, the array or all of the message, and begin and end of each element. */
    static final class Found {
        private final Slice replaced = new Slice();
        private int[] bounds = new int[64];
        private int count;

        Slice replaced() {
            return replaced;
        }

        void clear() {
            count = 0;
        }

        /** False where there are too many. */
        boolean add(int from, int until) {
            if (count == MAX_ELEMENTS) {
                return false;
            }
            if (2 * count == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * count] = from;
            bounds[2 * count + 1] = until;
            count++;
            return true;
        }

        int count() {
            return count;
        }

        private void moveTo(int index, byte[] array, Slice into) {
            into.set(array, bounds[2 * index], bounds[2 * index + 1]);
        }
    }

    /** @param spec of which the framing says that records hold several events */
    public Exploder(EventSpec spec) {
        explode = spec.framing().explode();
        maxBytes = spec.maxBytes();
        unwrapping = new Unwrapping(spec);
        json = spec.format() == EventSpec.Format.JSON;
        parts = explode.kind() == Explode.Kind.LINES
                ? new LineParts(spec.format() == EventSpec.Format.CSV)
                : new ArrayParts(explode);
    }

    /**
     * Goes on to another message.
     *
     * @param bytes as a source gives them; to stay as they are until the next call
     * @return why it cannot be taken apart
     */
    public Decoding open(Slice bytes) {
        next = 0;
        Slice value = message.open(bytes).value();
        long beside = (long) bytes.length() - value.length();
        found.clear();
        if (value.length() > maxBytes) {
            return RejectCode.TOO_LONG.because("the record has " + value.length() + " bytes; at most " + maxBytes
                    + " are accepted: " + Seen.bytes(value));
        }
        Decoding read = unwrapping.unwrap(message);
        if (read.ok()) {
            part.set(value.array(), value.from() + preamble(value), value.until());
            message.value(part);
            read = parts.find(value, found);
        }
        if (!read.ok()) {
            found.clear();
            return read;
        }
        long around = beside + value.length() - found.replaced().length();
        long all = found.replaced().length() + around * found.count();
        if (all > MAX_BYTES) {
            int count = found.count();
            found.clear();
            return RejectCode.TOO_LARGE.because(
                    "each of its " + count + " elements at \"" + explode + "\" is an event with the "
                            + around + " bytes around them: " + all + " bytes in all, and at most " + MAX_BYTES
                            + " are made of one record");
        }
        return read;
    }

    private int preamble(Slice value) {
        return json
                ? Preamble.beforeJson(value.array(), value.from(), value.until())
                : Preamble.byteOrderMark(value.array(), value.from(), value.until());
    }

    /** The next event of the message, as bytes that {@link Message} opens, valid until the next call; null behind the last one. */
    public Slice next() {
        if (next == found.count()) {
            return null;
        }
        Slice value = message.value();
        Slice replaced = found.replaced();
        found.moveTo(next, value.array(), part);
        envelope.begin().putAll(message).element(next++);
        if (replaced.length() == value.length()) {
            return envelope.wrap(part);
        }
        joined.reset();
        joined.writeRaw(Slice.of(value.array(), value.from(), replaced.from()));
        joined.writeRaw(part);
        joined.writeRaw(Slice.of(value.array(), replaced.until(), value.until()));
        return envelope.wrap(joined.written());
    }
}
