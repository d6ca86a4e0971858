package tallyroll.decode;

import java.util.List;
import tallyroll.event.Event;
import tallyroll.event.EventEnvelope;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Field;
import tallyroll.event.TransportField;

/** Reads the fields of a CloudEvent whose data stands by itself, without the envelope around it. */
final class CloudEventData {
    private final FieldDecoder fields;
    private final Event data;

    /** Where each field of the data stands in the event. */
    private final int[] slots;

    CloudEventData(EventSpec spec) {
        List<Field> own = spec.schema().fields().stream()
                .filter(field -> !field.derived() && !EventEnvelope.holds(field))
                .filter(field -> TransportField.of(field.path()).isEmpty())
                .toList();
        EventSchema schema = new EventSchema(own);
        slots = own.stream().mapToInt(field -> spec.schema().slot(field.name())).toArray();
        data = new Event(schema);
        fields = FieldDecoders.of(spec, schema);
    }

    Decoding decode(Message message, Event into) {
        Decoding read = fields.decode(message, data);
        for (int slot = 0; slot < slots.length && read.ok(); slot++) {
            into.copy(slots[slot], data, slot);
        }
        return read;
    }
}
