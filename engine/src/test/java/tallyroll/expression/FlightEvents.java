package tallyroll.expression;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.time.Micros;

/** Events of every type of field, with nulls and the ends of ranges, as events and as values of Spark's rows. */
final class FlightEvents {
    static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("origin", FieldType.STRING),
            Field.of("gate", FieldType.STRING),
            Field.of("delay", FieldType.INT),
            Field.of("distance", FieldType.LONG),
            Field.of("ratio", FieldType.DOUBLE),
            Field.of("cancelled", FieldType.BOOLEAN),
            Field.of("fare", FieldType.decimal(9, 2)),
            Field.of("revenue", FieldType.decimal(24, 6)),
            Field.of("date", FieldType.TIMESTAMP)));

    static final List<List<Object>> ROWS = List.of(
            row(
                    "SFO",
                    "B12",
                    20,
                    2586L,
                    0.625,
                    false,
                    "199.90",
                    "123456789012345678.123456",
                    "2001-03-25T01:59:59.999Z"),
            row("JFK", "4", -7, 9_000_000_000L, -1.5, true, "0.01", "-0.000001", "1969-12-31T23:59:59.500Z"),
            row("Zürich ✈", "", 0, 0L, 0.0, false, "100.01", "0.000000", "2001-03-25T00:00:00Z"),
            row(
                    "",
                    null,
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE,
                    1e300,
                    null,
                    "9999999.99",
                    "999999999999999999.999999",
                    "2001-12-31T12:34:56.789Z"),
            row(null, null, null, null, null, null, null, null, null));

    private FlightEvents() {}

    /** An event as a decoder leaves it: strings are slices in the middle of a larger array. */
    static Event event(EventSchema schema, List<Object> values) {
        Event event = new Event(schema);
        for (int slot = 0; slot < values.size(); slot++) {
            put(event, slot, values.get(slot));
        }
        return event;
    }

    static Object valueAt(Event event, int slot) {
        if (event.isNull(slot)) {
            return null;
        }
        return switch (event.schema().field(slot).type().kind()) {
            case STRING -> event.stringAt(slot);
            case BOOLEAN -> event.longAt(slot) != 0;
            case INT -> (int) event.longAt(slot);
            case LONG -> event.longAt(slot);
            case DOUBLE -> event.doubleAt(slot);
            case DECIMAL -> event.decimalAt(slot);
            case TIMESTAMP -> event.longAt(slot);
        };
    }

    /** A value of Spark's in the form of {@link #valueAt}. */
    static Object plain(Object value) {
        return value instanceof Timestamp time ? Math.floorDiv(micros(time), 1_000L) * 1_000L : value;
    }

    private static void put(Event event, int slot, Object value) {
        if (value instanceof String text) {
            byte[] utf8 = ("<<" + text + ">>").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            event.putText(slot, Slice.of(utf8, 2, utf8.length - 2));
        } else if (value instanceof Boolean flag) {
            event.putLong(slot, flag ? 1 : 0);
        } else if (value instanceof Double number) {
            event.putDouble(slot, number);
        } else if (value instanceof BigDecimal decimal) {
            putDecimal(event, slot, decimal);
        } else if (value instanceof Timestamp time) {
            event.putLong(slot, micros(time));
        } else if (value instanceof Number number) {
            event.putLong(slot, number.longValue());
        }
    }

    private static void putDecimal(Event event, int slot, BigDecimal decimal) {
        if (event.schema().field(slot).type().longDecimal()) {
            event.putLong(slot, decimal.unscaledValue().longValueExact());
        } else {
            event.putDecimal(slot, decimal);
        }
    }

    private static long micros(Timestamp time) {
        Instant instant = time.toInstant();
        return Micros.of(instant);
    }

    private static List<Object> row(Object... values) {
        Object[] typed = values.clone();
        for (int i = 6; i < 8; i++) {
            typed[i] = values[i] == null ? null : new BigDecimal((String) values[i]);
        }
        typed[8] = values[8] == null ? null : Timestamp.from(Instant.parse((String) values[8]));
        return Arrays.asList(typed);
    }
}
