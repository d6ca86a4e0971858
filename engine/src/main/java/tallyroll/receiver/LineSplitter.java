package tallyroll.receiver;

import java.util.Arrays;
import tallyroll.bytes.Slice;

/**
 * Cuts bytes that come in pieces into lines, each an event. A line ends with LF or CRLF, which are not part of it; empty lines are
 * no events.
 *
 * <p>Of a line longer than an event may be, one byte more than that is handed on: enough to be refused by its length, and memory
 * stays bounded whatever is sent. Not thread-safe.
 */
public final class LineSplitter {
    private final int maxBytes;
    private final RawEventConsumer sink;

    /** The line that has no end yet, at most {@link #maxBytes} and two bytes of it: CR and one too many. */
    private byte[] begun = new byte[256];

    private int size;

    /** The line, or the part of one, that is looked at just now. */
    private final Slice part = new Slice();

    public LineSplitter(int maxBytes, RawEventConsumer sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    public void feed(Slice piece) {
        byte[] bytes = piece.array();
        int start = piece.from();
        for (int i = start; i < piece.until(); i++) {
            if (bytes[i] == '\n') {
                part.set(bytes, start, i);
                line();
                start = i + 1;
            }
        }
        part.set(bytes, start, piece.until());
        keep();
    }

    /** No more bytes come: what stands without an end is a line too. */
    public void end() {
        part.set(begun, 0, size);
        size = 0;
        hand();
    }

    /** Bytes of the line that has no end yet, which are forgotten. */
    public int drop() {
        int length = size;
        size = 0;
        return length;
    }

    private void line() {
        if (size == 0) {
            hand();
        } else {
            keep();
            end();
        }
    }

    private void keep() {
        int length = (int) Math.min(part.length(), maxBytes + 2L - size);
        if (size + length > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(begun.length * 2, size + length));
        }
        System.arraycopy(part.array(), part.from(), begun, size, length);
        size += length;
    }

    private void hand() {
        byte[] bytes = part.array();
        int from = part.from();
        int until = part.until();
        int end = until > from && bytes[until - 1] == '\r' ? until - 1 : until;
        if (end > from) {
            part.set(bytes, from, (int) Math.min(end, from + (maxBytes + 1L)));
            sink.event(part);
        }
    }
}
