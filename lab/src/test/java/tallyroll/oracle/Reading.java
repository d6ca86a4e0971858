package tallyroll.oracle;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events on the topic: distinct by id, and how many records were not events. */
final class Reading {
    /**
     * One event.
     *
     * @param values in the order of {@link Definition.Event#fields}: String, Boolean, BigDecimal, Double, Instant or null
     */
    record Seen(Instant time, Object[] values) {}

    private static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(String why) {
            super(why);
        }
    }

    private final Definition.Event definition;
    private final ObjectMapper json = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final DateTimeFormatter pattern;
    private final Map<Object, Seen> events = new LinkedHashMap<>();
    private final Map<String, String> pool = new HashMap<>();
    private final List<TopicRecord> broken = new ArrayList<>();
    private long records;

    Reading(Definition.Event definition) {
        this.definition = definition;
        pattern = definition.pattern().isEmpty() ? null : DateTimeFormatter.ofPattern(definition.pattern());
    }

    /** Adds a record. Of different events with one id the first counts, which means the first one added here. */
    void add(TopicRecord topicRecord) {
        records++;
        try {
            Seen event = read(topicRecord.value());
            events.merge(id(topicRecord, event), event, this::chosen);
        } catch (BrokenException | IOException e) {
            broken.add(topicRecord);
        }
    }

    Collection<Seen> events() {
        return events.values();
    }

    long records() {
        return records;
    }

    List<TopicRecord> broken() {
        return broken;
    }

    private Object id(TopicRecord topicRecord, Seen event) {
        if (definition.ids().isEmpty()) {
            return List.of(topicRecord.partition(), topicRecord.offset());
        }
        return definition.ids().stream()
                .map(id -> event.values()[definition.slot(id)])
                .toList();
    }

    private Seen chosen(Seen first, Seen second) {
        if (definition.revision().isEmpty()) {
            return first;
        }
        int slot = definition.slot(definition.revision());
        return compare(second.values()[slot], first.values()[slot]) > 0 ? second : first;
    }

    @SuppressWarnings("unchecked")
    static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }

    private Seen read(byte[] value) throws BrokenException, IOException {
        if (value == null || value.length > definition.maxBytes()) {
            throw new BrokenException("no JSON value, or more than one");
        }
        JsonNode event = json.readTree(value);
        if (event == null || !event.isObject()) {
            throw new BrokenException("not a JSON object");
        }
        Object[] values = new Object[definition.fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(event, definition.fields().get(i));
        }
        return new Seen(time(event), values);
    }

    private Instant time(JsonNode event) throws BrokenException {
        JsonNode node = at(event, definition.time());
        if (node == null || !node.isTextual()) {
            throw new BrokenException("no time");
        }
        return instant(node.textValue(), pattern, definition.zone());
    }

    private Object value(JsonNode event, Definition.Field field) throws BrokenException {
        JsonNode node = at(event, field.path());
        if (node == null || node.isNull()) {
            if (field.required()) {
                throw new BrokenException("no " + field.name());
            }
            return null;
        }
        return switch (field.type().replaceAll("\\(.*", "")) {
            case "string" -> pool.computeIfAbsent(node.isValueNode() ? node.asText() : node.toString(), text -> text);
            case "boolean" -> {
                need(node.isBoolean() || List.of("true", "false").contains(node.asText()), field);
                yield node.asBoolean();
            }
            case "int" -> integer(number(node, field), field, 31);
            case "long" -> integer(number(node, field), field, 63);
            case "double" -> number(node, field).doubleValue();
            case "decimal" -> decimal(node, field);
            default -> {
                need(node.isTextual(), field);
                yield instant(node.textValue(), null, ZoneId.of("UTC"));
            }
        };
    }

    /** A whole number, also one written 12.0 or 1.2e1. */
    private static BigDecimal integer(BigDecimal written, Definition.Field field, int bits) throws BrokenException {
        BigDecimal value = written.stripTrailingZeros();
        need(value.scale() <= 0 && value.precision() - value.scale() < 20, field);
        need(value.toBigInteger().bitLength() <= bits, field);
        return value;
    }

    /** Exact at the declared scale, or broken. */
    private static BigDecimal decimal(JsonNode node, Definition.Field field) throws BrokenException {
        String[] type = field.type().replaceAll("[^0-9,]", "").split(",");
        try {
            BigDecimal value = number(node, field).setScale(Integer.parseInt(type[1]));
            need(value.precision() <= Integer.parseInt(type[0]), field);
            return value;
        } catch (ArithmeticException notExact) {
            throw new BrokenException(field.name() + " is no " + field.type());
        }
    }

    /** A number, also one in a text. */
    private static BigDecimal number(JsonNode node, Definition.Field field) throws BrokenException {
        try {
            need(node.isNumber() || node.isTextual(), field);
            return new BigDecimal(node.asText());
        } catch (NumberFormatException none) {
            throw new BrokenException(field.name() + " is no " + field.type());
        }
    }

    private static void need(boolean met, Definition.Field field) throws BrokenException {
        if (!met) {
            throw new BrokenException(field.name() + " is no " + field.type());
        }
    }

    private static JsonNode at(JsonNode event, String path) {
        JsonNode node = event;
        for (String step : path.split("\\.")) {
            node = node == null ? null : node.get(step);
        }
        return node;
    }

    /** Cut to the millisecond, which is what a CQL timestamp holds. */
    private static Instant instant(String text, DateTimeFormatter pattern, ZoneId zone) throws BrokenException {
        try {
            Instant exact;
            if (pattern != null) {
                exact = LocalDateTime.parse(text, pattern).atZone(zone).toInstant();
            } else if (text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")) {
                exact = OffsetDateTime.parse(text).toInstant();
            } else {
                exact = LocalDateTime.parse(text).atZone(zone).toInstant();
            }
            return exact.truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new BrokenException(e.getMessage());
        }
    }
}
