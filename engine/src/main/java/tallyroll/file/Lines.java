package tallyroll.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import tallyroll.bytes.Slice;

/**
 * The lines of a stream, with the position of each. In CSV a line that ends within quotes goes on in the next. Of a longer line than
 * records may be, one byte more than that is kept. Not thread-safe.
 */
public final class Lines {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final boolean quotes;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Slice line = new Slice();
    private byte[] joined = new byte[1 << 10];
    private int at;
    private int end;
    /** Of the byte at {@code at}. */
    private long position;

    private long begun;
    /** Of the line at {@code position}, from 1. */
    private long number = 1;

    private long begunNumber;

    /**
     * @param position of the stream's first byte
     * @param quotes whether a line end within quotes is none
     * @param maxBytes of a line; of a longer one, one byte more than that is given
     */
    public Lines(InputStream in, long position, boolean quotes, int maxBytes) {
        this.in = in;
        this.position = position;
        this.quotes = quotes;
        this.maxBytes = maxBytes;
    }

    /** Steps to the next line that is not empty; false at the end. */
    public boolean next() throws IOException {
        while (step()) {
            if (!line.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Passes over the rest of the line, be it empty. */
    public void skip() throws IOException {
        step();
    }

    /** Without its end; valid until the next. */
    public Slice line() {
        return line;
    }

    /** Where it begins. */
    public long begun() {
        return begun;
    }

    /** Which line of the stream it begins with, from 1. */
    public long number() {
        return begunNumber;
    }

    /** Behind its end. */
    public long position() {
        return position;
    }

    private boolean step() throws IOException {
        begun = position;
        begunNumber = number;
        int kept = 0;
        boolean quoted = false;
        while (at < end || fill()) {
            int from = at;
            boolean ended = false;
            while (at < end && !ended) {
                byte next = buffer[at++];
                number += next == '\n' ? 1 : 0;
                quoted ^= quotes && next == '"';
                ended = next == '\n' && !quoted;
            }
            position += at - from;
            int part = at - from - (ended ? 1 : 0);
            if (ended && kept == 0) {
                return set(buffer, from, part);
            }
            kept = join(from, part, kept);
            if (ended) {
                return set(joined, 0, kept);
            }
        }
        return position > begun && set(joined, 0, kept);
    }

    private boolean set(byte[] bytes, int from, int length) {
        int last = from + length - 1;
        int taken = length - (length > 0 && bytes[last] == '\r' ? 1 : 0);
        line.set(bytes, from, from + Math.min(taken, maxBytes + 1));
        return true;
    }

    /** One byte more than records may have, and the end of a line, for what is too long must be seen to be. */
    private int join(int from, int length, int kept) {
        int more = Math.max(0, Math.min(length, maxBytes + 2 - kept));
        if (kept + more > joined.length) {
            joined = Arrays.copyOf(joined, Math.max(joined.length * 2, kept + more));
        }
        System.arraycopy(buffer, from, joined, kept, more);
        return kept + more;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
