package tallyroll.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Bytes as JSON, as far as the decoder would go into them. */
final class JsonText {
    private static final int LEVELS = 64;
    private static final int REGISTRY_HEADER = 5;

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

    private JsonText() {}

    /** The one JSON value that these bytes are, behind a byte order mark or a registry's header; empty where they are anything else. */
    static Optional<JsonNode> parse(byte[] record) {
        int from = preamble(record);
        try {
            JsonNode value = MAPPER.readTree(record, from, record.length - from);
            return Optional.ofNullable(value).filter(known -> !known.isMissingNode());
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static int preamble(byte[] record) {
        boolean registry = record.length > REGISTRY_HEADER
                && record[0] == 0
                && (record[REGISTRY_HEADER] == '{' || record[REGISTRY_HEADER] == '[');
        boolean mark =
                record.length >= 3 && record[0] == (byte) 0xEF && record[1] == (byte) 0xBB && record[2] == (byte) 0xBF;
        return registry ? REGISTRY_HEADER : mark ? 3 : 0;
    }

    /** The objects that the lines of these bytes are, two at least; empty where a line is anything else. */
    static List<JsonNode> lines(byte[] record) {
        List<JsonNode> objects = new ArrayList<>();
        for (byte[] line : lineBytes(record)) {
            Optional<JsonNode> value = parse(line).filter(JsonNode::isObject);
            if (value.isEmpty()) {
                return List.of();
            }
            objects.add(value.get());
        }
        return objects.size() < 2 ? List.of() : objects;
    }

    /** The lines that are not blank. */
    static List<byte[]> lineBytes(byte[] record) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= record.length; i++) {
            if (i == record.length || record[i] == '\n') {
                byte[] line = Arrays.copyOfRange(record, start, i);
                if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
                    lines.add(line);
                }
                start = i + 1;
            }
        }
        return lines;
    }
}
