package tallyroll.wal;

import tallyroll.bytes.BigEndian;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/** Steps through the entries of one frame, as views of the scanner's buffer. */
final class Entries {
    private final Slice value = new Slice();
    private ByteReader lengths = new ByteReader(value);
    private long sequence;
    private int left;

    /** Begins before the frame's first entry. */
    void open(FrameScanner frame) {
        int frameAt = frame.bodyFrom() - Frame.HEADER;
        int payload = payloadFrom(frame.buffer(), frameAt);
        sequence = frame.first() - 1;
        left = frame.count();
        lengths = new ByteReader(Frame.body(frame.buffer(), frameAt));
        value.set(frame.buffer(), payload, payload);
    }

    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        sequence++;
        int length = (int) lengths.readVarint();
        value.set(value.array(), value.until(), value.until() + length);
        return true;
    }

    long sequence() {
        return sequence;
    }

    /** The entry's bytes, valid until the next step of this or of the frame. */
    Slice value() {
        return value;
    }

    /** Where the bytes of a frame's entries begin; −1 if its lengths do not add up to its body. */
    static int payloadFrom(byte[] buffer, int frameAt) {
        Slice body = Frame.body(buffer, frameAt);
        ByteReader in = new ByteReader(body);
        int count = BigEndian.intAt(buffer, frameAt + Frame.COUNT_AT);
        long total = 0;
        try {
            for (int i = 0; i < count; i++) {
                long length = in.readVarint();
                if (length < 0 || length > body.length()) {
                    return -1;
                }
                total += length;
            }
        } catch (MalformedBytesException foreign) {
            return -1;
        }
        return total == in.remaining() ? body.until() - in.remaining() : -1;
    }
}
