package tallyroll.wal;

/** Steps through the entries of one frame, as views of the scanner's buffer. */
final class Entries {
    private byte[] buffer = new byte[0];
    private long sequence;
    private int left;
    private int lengthAt;
    private int from;
    private int length;

    /** Begins before the frame's first entry. */
    void open(FrameScanner frame) {
        buffer = frame.buffer();
        sequence = frame.first() - 1;
        left = frame.count();
        lengthAt = frame.bodyFrom();
        from = payloadFrom(buffer, frame.bodyFrom() - Frame.HEADER);
        length = 0;
    }

    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        sequence++;
        from += length;
        length = 0;
        int shift = 0;
        int part;
        do {
            part = buffer[lengthAt++];
            length |= (part & 0x7F) << shift;
            shift += 7;
        } while (part < 0);
        return true;
    }

    byte[] buffer() {
        return buffer;
    }

    long sequence() {
        return sequence;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    /** Where the bytes of a frame's entries begin; −1 if its lengths do not add up to its body. */
    static int payloadFrom(byte[] buffer, int frameAt) {
        int count = Frame.intAt(buffer, frameAt + Frame.COUNT_AT);
        int at = frameAt + Frame.HEADER;
        int end = at + Frame.intAt(buffer, frameAt + Frame.BODY_BYTES_AT);
        long total = 0;
        for (int i = 0; i < count; i++) {
            long length = 0;
            int shift = 0;
            int part;
            do {
                if (at == end || shift > 28) {
                    return -1;
                }
                part = buffer[at++];
                length |= (part & 0x7FL) << shift;
                shift += 7;
            } while (part < 0);
            total += length;
        }
        return total == end - at ? at : -1;
    }
}
