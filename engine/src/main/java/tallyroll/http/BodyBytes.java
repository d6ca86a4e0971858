package tallyroll.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of one body as they come, bounded twice: by the limit of a request and by the memory of all. Grows with what was
 * really sent, so a sender that announces much and sends nothing holds little.
 */
final class BodyBytes {
    private static final int FIRST = 256 << 10;

    private final int max;
    private final BodyMemory memory;
    private byte[] bytes = {};
    private int size;

    BodyBytes(int max, BodyMemory memory) {
        this.max = max;
        this.memory = memory;
    }

    /** @throws HttpError where it gets too long, or all bodies together do; then this holds nothing any more */
    void add(ByteBuffer piece) throws HttpError {
        int length = piece.remaining();
        if (length > max - size) {
            release();
            throw new HttpError(
                    HttpReply.TOO_LARGE,
                    "The body is longer than " + max
                            + " bytes, which is the most of a request here (max_request). Nothing was taken; send fewer events at a time.");
        }
        if (size + length > bytes.length) {
            grow(size + length);
        }
        piece.get(bytes, size, length);
        size += length;
    }

    private void grow(int min) throws HttpError {
        int capacity = (int) Math.min(max, Math.max(Math.max(FIRST, 2L * bytes.length), min));
        if (!memory.take(capacity - bytes.length)) {
            release();
            throw new HttpError(
                    HttpReply.TOO_MANY_REQUESTS,
                    "Too many requests are under way: their bodies fill the memory set aside for them. Nothing was taken; "
                            + "send the request again after a second.");
        }
        bytes = Arrays.copyOf(bytes, capacity);
    }

    /** Gives the memory back; nothing may be read from here afterwards. */
    void release() {
        memory.give(bytes.length);
        bytes = new byte[0];
        size = 0;
    }

    /** Not to be changed; valid up to {@link #size}. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }
}
