package tallyroll.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallyroll.sample.FieldProfile.Kind;

/** Records that are JSON. */
final class JsonShape {
    /** As deep as the decoder goes. */
    private static final int LEVELS = 64;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LEVELS)
                    .maxNumberLength(1_000)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Profiles profiles = new Profiles();
    private int arrays;

    /** The one JSON value that these bytes are; empty where they are anything else. */
    static Optional<JsonNode> parse(byte[] record) {
        try {
            JsonNode value = MAPPER.readTree(record);
            return Optional.ofNullable(value).filter(known -> !known.isMissingNode());
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    static JsonShape of(List<byte[]> records) {
        JsonShape shape = new JsonShape();
        records.forEach(record -> parse(record).ifPresent(shape::see));
        return shape;
    }

    Profiles profiles() {
        return profiles;
    }

    /** Records that are an array, of which a value has no path. */
    int arrays() {
        return arrays;
    }

    private void see(JsonNode value) {
        if (value.isObject()) {
            profiles.event();
            object(value, new ArrayList<>());
        } else if (value.isArray()) {
            arrays++;
        }
    }

    private void object(JsonNode object, List<String> path) {
        object.properties().forEach(entry -> {
            path.add(entry.getKey());
            value(entry.getValue(), path);
            path.remove(path.size() - 1);
        });
    }

    private void value(JsonNode value, List<String> path) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                profiles.see(List.copyOf(path), Kind.OBJECT, "");
                object(value, path);
            }
            case ARRAY -> profiles.see(List.copyOf(path), Kind.ARRAY, "");
            case STRING -> profiles.see(List.copyOf(path), Kind.TEXT, value.textValue());
            case BOOLEAN -> profiles.see(List.copyOf(path), Kind.BOOLEAN, value.asText());
            case NUMBER -> profiles.see(List.copyOf(path), Kind.NUMBER, value.asText());
            default -> profiles.seeNull(List.copyOf(path));
        }
    }
}
