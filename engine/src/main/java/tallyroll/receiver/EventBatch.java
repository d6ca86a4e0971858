package tallyroll.receiver;

import java.util.Arrays;
import tallyroll.bytes.Slice;
import tallyroll.decode.Envelope;

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

    /** The bytes of an event; not to be changed. */
    public Slice event(int event) {
        return events(event, event + 1);
    }

    public int length(int event) {
        return endOf(event + 1) - endOf(event);
    }

    /** The bytes of the events {@code [first, end)}, one after another, of which there may be none. */
    public Slice events(int first, int end) {
        return Slice.of(bytes, endOf(first), endOf(end));
    }

    /** Where the events before this one end. */
    private int endOf(int event) {
        return event == 0 ? 0 : ends[event - 1];
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

        private final Envelope nothingBeside = new Envelope();

        private Builder() {}

        /** Adds an event's bytes (copied). */
        public Builder add(Slice event) {
            return add(nothingBeside.begin(), event);
        }

        /** Adds an event's bytes with what stands beside them (copied). */
        public Builder add(Envelope beside, Slice value) {
            return addWrapped(beside.wrap(value));
        }

        /** Adds an event's bytes (copied) as an envelope has wrapped them. */
        public Builder addWrapped(Slice event) {
            int length = event.length();
            if (size + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
            }
            System.arraycopy(event.array(), event.from(), bytes, size, length);
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
