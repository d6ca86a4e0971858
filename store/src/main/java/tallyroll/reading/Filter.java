package tallyroll.reading;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;
import tallyroll.event.FieldType.Kind;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Words;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;

/**
 * Which groups are meant. Immutable.
 *
 * @param values by field
 * @param prefixes of text fields, by field
 */
record Filter(Rollup rollup, EventSchema schema, Map<String, Object> values, Map<String, String> prefixes) {
    static Filter all(Rollup rollup, EventSchema schema) {
        return new Filter(rollup, schema, Map.of(), Map.of());
    }

    /** With a field's value. */
    Filter where(String field, Object value) {
        Map<String, Object> more = new TreeMap<>(values);
        more.put(field, typed(field, type(field), value));
        return new Filter(rollup, schema, more, prefixes);
    }

    /** With the beginning of a text field's value. */
    Filter prefix(String field, String prefix) {
        if (type(field).kind() != Kind.STRING) {
            throw new InvalidRequestException("Cannot read \"" + rollup.name() + "\" by the prefix \"" + prefix
                    + "\" of \"" + field + "\": it is of type " + type(field) + ", and only text has a beginning");
        }
        Map<String, String> more = new TreeMap<>(prefixes);
        more.put(field, prefix);
        return new Filter(rollup, schema, values, more);
    }

    /** The group, where every field's value is given. */
    Optional<GroupKey> one() {
        if (!values.keySet().containsAll(rollup.by())) {
            return Optional.empty();
        }
        List<Object> all = new ArrayList<>();
        rollup.by().forEach(field -> all.add(values.get(field)));
        GroupKey key = new GroupCodec(rollup, schema).key(all);
        return test(key) ? Optional.of(key) : Optional.empty();
    }

    /** Whether it names one group, or none. */
    boolean names() {
        return values.keySet().containsAll(rollup.by());
    }

    boolean test(GroupKey key) {
        List<Object> group = new GroupCodec(rollup, schema).values(key);
        for (int i = 0; i < group.size(); i++) {
            String field = rollup.by().get(i);
            Object wanted = values.get(field);
            String prefix = prefixes.get(field);
            if ((wanted != null && !wanted.equals(group.get(i)))
                    || (prefix != null && !((String) group.get(i)).startsWith(prefix))) {
                return false;
            }
        }
        return true;
    }

    private FieldType type(String field) {
        if (!rollup.by().contains(field)) {
            throw new InvalidRequestException("Cannot read \"" + rollup.name() + "\" by \"" + field
                    + "\": it has no such key; " + Words.suggestion(field, rollup.by(), "keys"));
        }
        return schema.field(schema.slot(field)).type();
    }

    private Object typed(String field, FieldType type, Object value) {
        try {
            String text = String.valueOf(value);
            return switch (type.kind()) {
                case STRING -> text;
                case INT, LONG -> Long.parseLong(text);
                case DOUBLE -> Double.parseDouble(text);
                case DECIMAL -> new BigDecimal(text).setScale(type.scale());
                // a group's timestamp is kept in ms
                case TIMESTAMP -> Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
                case BOOLEAN -> truth(text);
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeParseException wrong) {
            InvalidRequestException refusal = new InvalidRequestException("Cannot read \"" + rollup.name() + "\" for "
                    + field + "=" + value + ": it is not a value of type " + type);
            refusal.initCause(wrong);
            throw refusal;
        }
    }

    private static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return text.equals("true");
    }
}
