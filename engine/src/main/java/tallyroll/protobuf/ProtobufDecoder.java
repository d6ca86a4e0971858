package tallyroll.protobuf;

import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.Message;
import tallyroll.decode.RejectCode;
import tallyroll.event.Event;
import tallyroll.format.Wanted;
import tallyroll.registry.KnownIds;

/**
 * Reads the declared fields of a message in one pass over its bytes.
 *
 * <p>Two steps, as for Avro: the pass notes where declared values stand, and these are then read into their slots. So the last of several
 * values counts, and a broken message is rejected as that, whatever its values.
 *
 * <p>Why not DynamicMessage: it makes an object of each value and each message, known or not, and ends a broken record by an exception. Files
 * of descriptors are read and linked by Google's library.
 */
final class ProtobufDecoder implements FieldDecoder {
    private final Wanted.Tree fields;
    private final Frame frame;
    private final WireInput in = new WireInput();

    /** How a record's bytes begin, and what follows. */
    interface Frame {
        /** What the record's bytes after its beginning are read by, or why they are not. */
        Opened open(Slice raw);

        /** How many bytes the beginning has of the record that was opened last. */
        int header();
    }

    /**
     * A record whose beginning was read.
     *
     * @param refused why it is not read; else OK
     * @param message null where it is not
     */
    record Opened(Decoding refused, MessageStep message) {
        static Opened refused(Decoding why) {
            return new Opened(why, null);
        }

        static Opened of(MessageStep message) {
            return new Opened(Decoding.OK, message);
        }
    }

    ProtobufDecoder(Wanted.Tree fields, Frame frame) {
        this.fields = fields;
        this.frame = frame;
    }

    @Override
    public Decoding decode(Message message, Event into) {
        into.clear();
        Slice raw = message.value();
        Opened opened = frame.open(raw);
        if (!opened.refused().ok()) {
            return opened.refused();
        }
        fields.clear();
        in.start(raw, raw.from() + frame.header());
        opened.message().readRecord(in);
        return in.ok() ? fields.read(into) : explained(raw);
    }

    /** The fault, with what the bytes look like where nothing should stand before the message. */
    private Decoding explained(Slice raw) {
        return frame.header() > 0 || !KnownIds.begins(raw)
                ? in.fault()
                : RejectCode.NOT_PROTOBUF.because(
                        in.fault().reason() + "; its first 5 bytes look like a schema registry's header (schema id "
                                + KnownIds.id(raw) + "): write registry, or framing: confluent, under event.protobuf");
    }
}
