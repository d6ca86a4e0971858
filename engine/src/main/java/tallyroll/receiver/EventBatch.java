package tallyroll.receiver;

import java.util.Arrays;

/**
 * Some events' raw bytes, in the order they came, handed on as one. Immutable.
 *
 * <p>One array for all of them: a receiver takes hundreds of thousands a second, and an object each would cost more than they do.
 */
public final class EventBatch {
    private final byte[] bytes;
    private final int[] ends;

    private EventBatch(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many events. */
    public int count() {
        return ends.length;
    }

    /** The array that holds all events; not to be changed. Event i stands from {@link #from} for {@link #length}. */
    public byte[] bytes() {
        return bytes;
    }

    public int from(int event) {
        return event == 0 ? 0 : ends[event - 1];
    }

    public int length(int event) {
        return ends[event] - from(event);
    }

    /** What it takes in memory, about, bytes. */
    public long weight() {
        return bytes.length + 4L * ends.length + 64;
    }

    /** Gathers events into a batch. Not thread-safe; {@link #build} empties it for the next. */
    public static final class Builder {
        private byte[] bytes = new byte[4096];
        private int[] ends = new int[64];
        private int size;
        private int count;

        private Builder() {}

        /** Adds an event's bytes (copied). */
        public Builder add(byte[] from, int offset, int length) {
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
            }
            System.arraycopy(from, offset, bytes, size, length);
            size += length;
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            ends[count++] = size;
            return this;
        }

        public int count() {
            return count;
        }

        /** Bytes gathered so far. */
        public int size() {
            return size;
        }

        public EventBatch build() {
            EventBatch batch = new EventBatch(Arrays.copyOf(bytes, size), Arrays.copyOf(ends, count));
            size = 0;
            count = 0;
            return batch;
        }
    }
}
