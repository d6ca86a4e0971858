package tallyroll.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallyroll.event.EventEnvelope;
import tallyroll.sample.FieldPath.Origin;
import tallyroll.sample.FieldProfile.Kind;

/** What stands around an event, by what the specifications and the programs that write it have in it. */
final class EnvelopeShape {
    private static final Set<String> DEBEZIUM_OPS = Set.of("c", "u", "d", "r");
    private static final Set<String> MAXWELL_TYPES =
            Set.of("insert", "update", "delete", "bootstrap-insert", "bootstrap-start", "bootstrap-complete");

    /** Attributes of a CloudEvent that say how its data is written, not what happened. */
    private static final Set<String> TECHNICAL =
            Set.of("specversion", "datacontenttype", "dataschema", "data", "data_base64", "datacontentencoding");

    private static final String BINARY_PREFIX = "ce_";

    private EnvelopeShape() {}

    static EventEnvelope of(JsonNode value) {
        JsonNode root = root(value);
        if (texts(value, "specversion", "id", "source", "type")) {
            return EventEnvelope.CLOUDEVENTS;
        }
        boolean images = root.path("after").isObject() || root.path("before").isObject();
        if (DEBEZIUM_OPS.contains(root.path("op").asText())
                && images
                && root.path("source").isObject()) {
            return EventEnvelope.DEBEZIUM;
        }
        boolean maxwell = texts(value, "database", "table", "type")
                && MAXWELL_TYPES.contains(value.path("type").asText())
                && value.path("data").isObject();
        return maxwell ? EventEnvelope.MAXWELL : EventEnvelope.NONE;
    }

    /** Whether the headers are those of a CloudEvent in binary mode. */
    static boolean binary(SampleRecord record) {
        return record.headers().containsKey(BINARY_PREFIX + "specversion");
    }

    /** The id of a CloudEvent in binary mode; empty for any other record. */
    static byte[] binaryId(SampleRecord record) {
        return binary(record) ? record.headers().getOrDefault(BINARY_PREFIX + "id", new byte[0]) : new byte[0];
    }

    private static boolean texts(JsonNode value, String... keys) {
        for (String key : keys) {
            if (!value.path(key).isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** What Kafka Connect's schema and payload stand around. */
    private static JsonNode root(JsonNode value) {
        boolean wrapped = value.size() == 2
                && value.has("schema")
                && value.path("payload").isObject();
        return wrapped ? value.get("payload") : value;
    }

    /** What fields without a prefix are read from; empty where the envelope holds no object. */
    static Optional<JsonNode> data(EventEnvelope envelope, JsonNode value) {
        JsonNode root = root(value);
        JsonNode data =
                switch (envelope) {
                    case NONE -> value;
                    case DEBEZIUM -> root.path("after").isObject() ? root.get("after") : root.path("before");
                    case MAXWELL -> value.path("data");
                    case CLOUDEVENTS ->
                        value.has("data_base64") ? decoded(value.get("data_base64")) : value.path("data");
                };
        return Optional.ofNullable(data).filter(JsonNode::isObject);
    }

    private static JsonNode decoded(JsonNode base64) {
        try {
            return JsonText.parse(base64.binaryValue()).orElse(null);
        } catch (IOException notBase64) {
            return null;
        }
    }

    /** What the envelope itself says that may be worth a field. */
    static void attributes(EventEnvelope envelope, JsonNode value, Profiles into) {
        JsonNode root = root(value);
        switch (envelope) {
            case NONE -> {
                // nothing stands around it
            }
            case DEBEZIUM -> {
                see(root, into, "source", "lsn");
                see(root, into, "source", "ts_ms");
                see(root, into, "ts_ms");
            }
            case MAXWELL -> see(root, into, "ts");
            case CLOUDEVENTS ->
                root.properties().stream()
                        .filter(entry -> !TECHNICAL.contains(entry.getKey())
                                && entry.getValue().isValueNode())
                        .forEach(entry -> see(root, into, entry.getKey()));
        }
    }

    /** The attributes of a CloudEvent in binary mode. */
    static void attributes(Map<String, byte[]> headers, Profiles into) {
        headers.keySet().stream()
                .filter(name -> name.startsWith(BINARY_PREFIX))
                .sorted()
                .forEach(name -> {
                    String attribute = name.substring(BINARY_PREFIX.length());
                    if (!TECHNICAL.contains(attribute)) {
                        into.see(
                                new FieldPath(Origin.ENVELOPE, List.of(attribute)),
                                Kind.TEXT,
                                new String(headers.get(name), StandardCharsets.UTF_8));
                    }
                });
    }

    private static void see(JsonNode root, Profiles into, String... keys) {
        JsonNode value = root;
        for (String key : keys) {
            value = value.path(key);
        }
        FieldPath path = new FieldPath(Origin.ENVELOPE, List.of(keys));
        if (value.isTextual()) {
            into.see(path, Kind.TEXT, value.textValue());
        } else if (value.isNumber()) {
            into.see(path, Kind.NUMBER, value.asText());
        } else if (value.isBoolean()) {
            into.see(path, Kind.BOOLEAN, value.asText());
        }
    }
}
