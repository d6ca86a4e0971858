package tallyroll.decode;

import java.util.ArrayList;
import java.util.List;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;

/**
 * Reads one image of a row out of an envelope, and in the same pass what the envelope says is done to the row. By any decoder of the
 * format: the declared fields stand in their own slots of an event that has more slots behind them.
 */
final class RowImage {
    private final FieldDecoder fields;
    private final Event wide;
    private final int declared;

    /** The slots of the id; their old values stand in the last slots, in the same order, where there is an old image. */
    private final int[] ids;

    /**
     * @param image the path of the image
     * @param old the path of the image before, which has perhaps another id; empty where there is none
     * @param operation the attribute that says what is done
     */
    RowImage(EventSpec spec, EnvelopePaths paths, String image, String old, String operation) {
        EventSchema schema = spec.schema();
        declared = schema.size();
        List<Field> all = new ArrayList<>();
        schema.fields().forEach(field -> all.add(paths.field(field, image)));
        all.add(paths.attribute(operation));
        ids = old.isEmpty()
                ? new int[0]
                : spec.idFields().stream().mapToInt(schema::slot).toArray();
        for (int slot : ids) {
            all.add(paths.old(schema.field(slot), old));
        }
        EventSchema widened = new EventSchema(all);
        wide = new Event(widened);
        fields = FieldDecoders.of(spec, widened);
    }

    Decoding read(Message message) {
        return fields.decode(message, wide);
    }

    /** What is done to the row that was read; empty where nothing is said. */
    String operation() {
        return wide.isNull(declared) ? "" : wide.stringAt(declared);
    }

    /** The event of the row that was read, unless it has another id than it had. */
    Decoding event(Event into) {
        for (int i = 0; i < ids.length; i++) {
            int old = declared + 1 + i;
            if (!wide.isNull(old) && !wide.isNull(ids[i]) && !same(ids[i], old)) {
                return RejectCode.ID_CHANGED.because("the update changes field \""
                        + wide.schema().field(ids[i]).name() + "\", which is part of the id: the row would go on under "
                        + "another identity, and the old one would stay counted. Name a key that no update changes as "
                        + "event.id, or correct the row by a deletion and an insert");
            }
        }
        for (int slot = 0; slot < declared; slot++) {
            into.copy(slot, wide, slot);
        }
        return Decoding.OK;
    }

    private boolean same(int one, int other) {
        return switch (wide.schema().field(one).type().kind()) {
            case STRING -> wide.textAt(one).sameBytes(wide.textAt(other));
            case DECIMAL -> wide.decimalAt(one).compareTo(wide.decimalAt(other)) == 0;
            default -> wide.longAt(one) == wide.longAt(other);
        };
    }
}
