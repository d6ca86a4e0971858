package tallyroll.decode;

import tallyroll.event.EventEnvelope;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/**
 * Where fields stand in a record with an envelope.
 *
 * @param root the path of the envelope, with a dot behind it; empty where it is the record
 */
record EnvelopePaths(String root) {
    /** A declared field, whose path is one of the envelope or goes on from the payload. */
    Field field(Field declared, String payload) {
        return EventEnvelope.within(declared, root, payload);
    }

    /** A text that the envelope says itself, as a field whose name no declared one can have. */
    Field attribute(String name) {
        return Field.of(EventEnvelope.PREFIX + name, FieldType.STRING).at(EventEnvelope.PREFIX + name, root + name);
    }

    /** What a field has in another image of the row. */
    Field old(Field declared, String image) {
        Field other = field(declared, image);
        return other.at(EventEnvelope.PREFIX + image + "." + declared.name(), other.path());
    }
}
