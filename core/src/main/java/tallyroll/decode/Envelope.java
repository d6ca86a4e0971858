package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.Slice;

/**
 * Puts what stands beside a value, and its place among the events of its message, in front of it: the bytes that {@link Message} opens, see
 * docs/formats. Used for one record after another; what it wraps stays valid until the next. Not thread-safe.
 */
public final class Envelope {
    private final ByteWriter entries = new ByteWriter(128);
    private final ByteWriter out = new ByteWriter(512);
    private int count;
    private int element = Message.WHOLE;

    /** Begins the next record. */
    public Envelope begin() {
        entries.reset();
        count = 0;
        element = Message.WHOLE;
        return this;
    }

    /** @param index from 0 */
    public Envelope element(int index) {
        element = index;
        return this;
    }

    /** @param name such as {@code kafka.key} */
    public Envelope put(String name, Slice bytes) {
        return put(name.getBytes(StandardCharsets.UTF_8), bytes);
    }

    /** @param name as UTF-8 */
    public Envelope put(byte[] name, Slice bytes) {
        entries.writeBytes(name);
        entries.writeBytes(bytes);
        count++;
        return this;
    }

    /** What stands beside another message's value already. */
    public Envelope putAll(Message message) {
        message.visit((name, bytes) -> {
            entries.writeBytes(name);
            entries.writeBytes(bytes);
            count++;
        });
        return this;
    }

    /** The value with what was put beside it; the value itself where that is nothing. */
    public Slice wrap(Slice value) {
        if (count == 0 && element == Message.WHOLE && !Message.enveloped(value)) {
            return value;
        }
        out.reset();
        out.writeInt(Message.MAGIC);
        out.writeByte(Message.VERSION);
        out.writeVarint(element + 1L);
        out.writeVarint(count);
        out.writeRaw(entries.written());
        out.writeRaw(value);
        return out.written();
    }
}
