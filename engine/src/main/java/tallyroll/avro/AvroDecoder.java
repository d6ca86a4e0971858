package tallyroll.avro;

import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.Message;
import tallyroll.decode.RejectCode;
import tallyroll.event.Event;
import tallyroll.format.Wanted;

/**
 * Reads the declared fields of an Avro record in one pass over its bytes.
 *
 * <p>Two steps, as for JSON: the pass follows the schema to the record's end, whatever is declared, and notes where declared values stand;
 * then these are read into their slots. So a record that was written with another schema is rejected as that, whatever its values.
 *
 * <p>Why not Avro's GenericDatumReader: it makes an object of each value and a buffer of each length that a record claims, and ends a
 * broken record by an exception. Schemas, their resolution and defaults are Avro's own.
 */
final class AvroDecoder implements FieldDecoder {
    private final Wanted.Tree fields;
    private final Frame frame;
    private final Input in = new Input();

    /** How a record's bytes begin, and what follows. */
    interface Frame {
        /** What the record's bytes after its beginning are read by, or why they are not. */
        Opened open(Slice raw);
    }

    /**
     * A record whose beginning was read.
     *
     * @param refused why it is not read; else OK
     * @param step null where it is not
     * @param header bytes before the record
     */
    record Opened(Decoding refused, Step step, int header) {
        static Opened refused(Decoding why) {
            return new Opened(why, null, 0);
        }

        static Opened at(int header, Step step) {
            return new Opened(Decoding.OK, step, header);
        }
    }

    AvroDecoder(Wanted.Tree fields, Frame frame) {
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
        in.start(raw, raw.from() + opened.header());
        opened.step().read(in);
        if (in.ok() && in.remaining() > 0) {
            return RejectCode.NOT_AVRO.because(
                    "the record is not written with its schema: " + in.remaining() + " bytes follow its last field");
        }
        return in.ok() ? fields.read(into) : in.fault();
    }
}
