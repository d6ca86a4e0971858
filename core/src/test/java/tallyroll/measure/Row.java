package tallyroll.measure;

import java.math.BigDecimal;
import java.util.List;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/** One event of the laws: a value of the field {@code v}, or null, and what orders events. */
record Row(Object value, long time, long high, long low) {
    /** The schema of one field {@code v}, in the second slot so that a confused slot shows. */
    static EventSchema schema(FieldType type) {
        return new EventSchema(List.of(Field.of("other", FieldType.LONG), Field.of("v", type)));
    }

    void put(Event event) {
        event.clear();
        event.timeMicros(time);
        event.identity(high, low);
        if (value == null) {
            return;
        }
        if (value instanceof String text) {
            event.putString(1, text);
        } else if (value instanceof Double number) {
            event.putDouble(1, number);
        } else if (value instanceof BigDecimal decimal) {
            if (event.schema().field(1).type().longDecimal()) {
                event.putLong(1, decimal.unscaledValue().longValueExact());
            } else {
                event.putDecimal(1, decimal);
            }
        } else if (value instanceof Boolean truth) {
            event.putLong(1, truth ? 1 : 0);
        } else {
            event.putLong(1, (Long) value);
        }
    }
}
