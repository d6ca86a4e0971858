package tallyroll.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/**
 * A record of a source as decoders read it: its value, and what stood beside it where the definition asks for that.
 *
 * <p>Its bytes, which are recorded as they are, are the value alone where nothing is asked for. Else they are an envelope, which {@link
 * Envelope} makes: {@value #MAGIC} (4 bytes), a version, the place among the events of its message, each name with its bytes, the value. No
 * JSON, CSV, Avro or Protobuf begins with these four bytes, and a value that does is put into an envelope before anything reads it.
 *
 * <p>Reused from record to record; slices stay valid until the next. Not thread-safe.
 */
public final class Message {
    /** 00, FF, "TM". */
    static final int MAGIC = 0x00ff_544d;

    static final int VERSION = 1;
    static final int PREFIX = 4 + 1;

    /** The place of a message that is one event. */
    public static final int WHOLE = -1;

    private final Slice value = new Slice();
    private final List<Entry> entries = new ArrayList<>();
    private int entryCount;
    private int element = WHOLE;

    private static final class Entry {
        private final Slice name = new Slice();
        private final Slice bytes = new Slice();
    }

    /** Of bytes as a source or the record gives them. */
    public static Message of(Slice raw) {
        return new Message().open(raw);
    }

    /** Goes on to other bytes. */
    public Message open(Slice raw) {
        entryCount = 0;
        element = WHOLE;
        value.set(raw);
        if (enveloped(raw)) {
            try {
                unwrap(raw);
            } catch (MalformedBytesException notOurs) {
                entryCount = 0;
                element = WHOLE;
                value.set(raw);
            }
        }
        return this;
    }

    static boolean enveloped(Slice raw) {
        byte[] bytes = raw.array();
        int from = raw.from();
        return raw.length() >= PREFIX
                && bytes[from] == 0
                && bytes[from + 1] == (byte) 0xff
                && bytes[from + 2] == 'T'
                && bytes[from + 3] == 'M';
    }

    private void unwrap(Slice raw) {
        ByteReader in = new ByteReader(raw);
        in.skip(4);
        if (in.readByte() != VERSION) {
            return;
        }
        element = (int) Math.min(in.readVarint(), Integer.MAX_VALUE) - 1;
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            if (entries.size() == i) {
                entries.add(new Entry());
            }
            in.readSlice(in.readCount(), entries.get(i).name);
            in.readSlice(in.readCount(), entries.get(i).bytes);
        }
        entryCount = count;
        in.readSlice(in.remaining(), value);
    }

    /** What the source gave as the record's value. */
    public Slice value() {
        return value;
    }

    /** Puts the value in another form, unpacked or in another encoding, in its place. */
    void value(Slice form) {
        value.set(form);
    }

    /** The index of this event among those of its message, from 0; {@link #WHOLE} where the message is one event. */
    public int element() {
        return element;
    }

    /**
     * What stood beside the value under a name such as {@code kafka.key} or {@code kafka.header.traceparent}; null where nothing did.
     *
     * @param name as UTF-8
     */
    public Slice beside(byte[] name) {
        for (int i = 0; i < entryCount; i++) {
            if (entries.get(i).name.sameBytes(name)) {
                return entries.get(i).bytes;
            }
        }
        return null;
    }

    /** Gives everything that stood beside the value. */
    public void visit(BiConsumer<Slice, Slice> namesAndBytes) {
        for (int i = 0; i < entryCount; i++) {
            namesAndBytes.accept(entries.get(i).name, entries.get(i).bytes);
        }
    }

    /** As {@link #beside(byte[])}. */
    public Optional<Slice> beside(String name) {
        return Optional.ofNullable(beside(name.getBytes(StandardCharsets.UTF_8)));
    }
}
