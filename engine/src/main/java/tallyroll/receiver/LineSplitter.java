package tallyroll.receiver;

import java.util.Arrays;

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

    public LineSplitter(int maxBytes, RawEventConsumer sink) {
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    public void feed(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                line(bytes, start, i);
                start = i + 1;
            }
        }
        keep(bytes, start, to);
    }

    /** No more bytes come: what stands without an end is a line too. */
    public void end() {
        int length = size;
        size = 0;
        hand(begun, 0, length);
    }

    /** Bytes of the line that has no end yet, which are forgotten. */
    public int drop() {
        int length = size;
        size = 0;
        return length;
    }

    private void line(byte[] bytes, int from, int to) {
        if (size == 0) {
            hand(bytes, from, to);
        } else {
            keep(bytes, from, to);
            end();
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = (int) Math.min(to - from, maxBytes + 2L - size);
        if (size + length > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(begun.length * 2, size + length));
        }
        System.arraycopy(bytes, from, begun, size, length);
        size += length;
    }

    private void hand(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end > from) {
            sink.event(bytes, from, (int) Math.min(end - from, maxBytes + 1L));
        }
    }
}
