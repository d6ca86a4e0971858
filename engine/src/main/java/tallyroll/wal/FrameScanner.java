package tallyroll.wal;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataInputStream;
import tallyroll.bytes.BigEndian;

/**
 * Steps through the frames of one segment. What fails a checksum is passed over: the scanner looks for the next place where a
 * header of this log checks, its magic first, and gives the frame there only if its body checks too. So no byte of a damaged
 * frame is ever given out, and one damaged frame does not cost its neighbours. Which entries are missing in between is to be
 * seen from the frames' sequences; a frame that would go backwards is not believed.
 *
 * <p>Not thread-safe; the frame given is valid until the next step.
 */
final class FrameScanner implements AutoCloseable {
    /** Read at once: little of a small file, much of a large one. */
    private static final int FIRST_CHUNK = 16 << 10;

    private static final int CHUNK = 1 << 20;

    private final FSDataInputStream in;
    private final long salt;
    private byte[] buffer = new byte[FIRST_CHUNK];
    private long base;
    private int at;
    private int limit;
    private boolean ended;
    private long expected;
    private long good;
    private long statedFirst;
    private long statedUntil;
    private boolean cutOff;
    private int frameAt;

    /**
     * @param in stands at {@code offset}; closed with the scanner
     * @param expected the least sequence of a frame that is believed
     */
    FrameScanner(FSDataInputStream in, long offset, long salt, long expected) {
        this.in = in;
        this.salt = salt;
        this.expected = expected;
        base = offset;
        good = offset;
    }

    /** Steps to the next frame that checks and reaches beyond the sequence; false at the end of what can be read. */
    boolean next(long beyond) throws IOException {
        while (fill(Frame.HEADER)) {
            if (Frame.headerChecks(buffer, at, salt) && plausible()) {
                long until = first(at) + count(at);
                if (count(at) > 0 && until <= beyond) {
                    if (!skip(Frame.HEADER + (long) bodyBytes(at))) {
                        return false;
                    }
                    expected = until;
                    good = base + at;
                    continue;
                }
                if (whole()) {
                    take(until);
                    return true;
                }
            }
            seekMagic();
        }
        return false;
    }

    /** Whether the frame ends its segment; {@link #first} is then one past the segment's last entry. */
    boolean footer() {
        return count() == 0;
    }

    long first() {
        return first(frameAt);
    }

    int count() {
        return count(frameAt);
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the lengths begin in {@link #buffer}. */
    int bodyFrom() {
        return frameAt + Frame.HEADER;
    }

    long salt() {
        return salt;
    }

    /** Where reading may begin next time, in the file: behind the last frame that was given or passed by. */
    long offset() {
        return good;
    }

    /** After the end: the bytes behind {@link #offset}. */
    long unreadable() {
        return base + limit - good;
    }

    /** One past the last entry of which any header spoke, whether its body checked or not. */
    long statedUntil() {
        return statedUntil;
    }

    long statedFirst() {
        return statedFirst;
    }

    /** After the end: whether the file ends during the frame from {@link #statedFirst} to {@link #statedUntil}. */
    boolean cutOff() {
        return cutOff;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void take(long until) {
        frameAt = at;
        at += Frame.HEADER + bodyBytes(at);
        expected = until;
        good = base + at;
    }

    private boolean plausible() {
        return bodyBytes(at) >= 0
                && count(at) >= 0
                && count(at) <= bodyBytes(at)
                && first(at) >= expected
                && first(at) + count(at) >= 0;
    }

    /** Whether the body is there, checks, and is cut into entries without a rest. */
    private boolean whole() throws IOException {
        long first = first(at);
        long until = first + count(at);
        boolean there = fill(Frame.HEADER + bodyBytes(at));
        if (until > statedUntil) {
            statedFirst = first;
            statedUntil = until;
            cutOff = !there;
        }
        return there && Frame.bodyChecks(buffer, at) && Entries.payloadFrom(buffer, at) >= 0;
    }

    private long first(int frame) {
        return BigEndian.longAt(buffer, frame + Frame.FIRST_AT);
    }

    private int count(int frame) {
        return BigEndian.intAt(buffer, frame + Frame.COUNT_AT);
    }

    private int bodyBytes(int frame) {
        return BigEndian.intAt(buffer, frame + Frame.BODY_BYTES_AT);
    }

    /** Steps to the next place where a header may begin. */
    private void seekMagic() throws IOException {
        at++;
        while (fill(4)) {
            for (; at <= limit - 4; at++) {
                if (BigEndian.intAt(buffer, at) == Frame.MAGIC) {
                    return;
                }
            }
        }
    }

    private boolean skip(long bytes) throws IOException {
        if (at + bytes <= limit) {
            at += (int) bytes;
            return true;
        }
        long target = base + at + bytes;
        try {
            in.seek(target - 1);
        } catch (EOFException beyondTheEnd) {
            return false;
        }
        base = target - 1;
        at = 0;
        limit = 0;
        if (!fill(1)) {
            return false;
        }
        at = 1;
        return true;
    }

    /** Brings this many bytes from {@code at} on into the buffer; false when the file ends before. */
    private boolean fill(int bytes) throws IOException {
        if (limit - at >= bytes) {
            return true;
        }
        if (bytes < 0 || ended) {
            return false;
        }
        boolean much = limit == buffer.length && limit < CHUNK;
        byte[] from = buffer;
        if (much) {
            buffer = new byte[Math.min(CHUNK, buffer.length * 4)];
        }
        System.arraycopy(from, at, buffer, 0, limit - at);
        base += at;
        limit -= at;
        at = 0;
        while (limit < bytes && !ended) {
            grow(bytes);
            int read = in.read(buffer, limit, buffer.length - limit);
            ended = read < 0;
            limit += Math.max(0, read);
        }
        return limit >= bytes;
    }

    /** Doubles up to what is needed, as bytes really come: a header's word alone makes no large array. */
    private void grow(int bytes) {
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(bytes, buffer.length * 2L));
        }
    }
}
