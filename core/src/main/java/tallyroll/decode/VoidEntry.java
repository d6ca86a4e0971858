package tallyroll.decode;

import java.util.Optional;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.bytes.MalformedBytesException;
import tallyroll.bytes.Slice;

/**
 * An entry of the record that takes an identity out of all totals, for good. Its bytes begin as an envelope does, with a version of their
 * own: whatever a source gives that begins so is put into an envelope first (see {@link Envelope}), so nobody but the pipeline can write one.
 *
 * @param high with {@code low} the identity
 * @param timeMicros in whose record bucket it stands, µs
 * @param id what was asked for, as people wrote it
 * @param reason why; {@code by} whom, {@code host/pid}; {@code atMicros} when it was asked for, µs
 */
public record VoidEntry(long high, long low, long timeMicros, String id, String reason, String by, long atMicros) {
    static final int VERSION = 2;

    /** As it is recorded. */
    public byte[] bytes() {
        ByteWriter out = new ByteWriter(128);
        out.writeInt(Message.MAGIC);
        out.writeByte(VERSION);
        out.writeLong(high);
        out.writeLong(low);
        out.writeLong(timeMicros);
        out.writeLong(atMicros);
        out.writeString(id);
        out.writeString(reason);
        out.writeString(by);
        return out.toByteArray();
    }

    /** Of bytes of the record; empty where they are an event's. */
    public static Optional<VoidEntry> of(Slice raw) {
        if (!is(raw)) {
            return Optional.empty();
        }
        try {
            ByteReader in = new ByteReader(raw);
            in.skip(Message.PREFIX);
            long high = in.readLong();
            long low = in.readLong();
            long time = in.readLong();
            long at = in.readLong();
            return Optional.of(new VoidEntry(high, low, time, in.readString(), in.readString(), in.readString(), at));
        } catch (MalformedBytesException none) {
            return Optional.empty();
        }
    }

    /** Whether bytes of the record are such an entry and no event. */
    public static boolean is(Slice raw) {
        return Message.enveloped(raw) && raw.array()[raw.from() + Message.PREFIX - 1] == VERSION;
    }
}
