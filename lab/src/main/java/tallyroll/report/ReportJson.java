package tallyroll.report;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Strategy;

/**
 * A report as JSON: one object whose first key is {@code version}, the others are the components of {@link LabReport}. What was
 * written reads back equal.
 */
public final class ReportJson {
    private static final String VERSION_KEY = "version";
    private static final int VERSION = 2;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addMixIn(Strategy.class, ByLabel.class)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader())
                    .addDeserializer(Strategy.class, new StrategyReader()))
            .build();

    private ReportJson() {}

    /** The whole report as indented text, ending with a line end. */
    public static String text(LabReport report) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
        try {
            return MAPPER.writer(printer).writeValueAsString(tree(report)) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing JSON to memory", impossible);
        }
    }

    /** Writes the report in place of what the file held before: whoever reads it meets the one or the other, and no half. */
    public static void write(LabReport report, Path file) throws IOException {
        Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text(report));
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A report that was written before.
     *
     * @throws Failure if the file cannot be read, or is not a report of this version
     */
    public static LabReport read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "there is no such file", missing);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static Failure unreadable(Path file, String why, Exception cause) {
        return new Failure(ExitCode.FAILED, "Cannot read the lab's report %s: %s".formatted(file, why), cause);
    }

    static LabReport parse(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            int version = tree.path(VERSION_KEY).asInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "its version is %s, and this release reads version %d; run the lab again to get one"
                                .formatted(tree.path(VERSION_KEY).asText("unknown"), VERSION));
            }
            ((ObjectNode) tree).remove(VERSION_KEY);
            return MAPPER.treeToValue(tree, LabReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not a lab report: " + e.getOriginalMessage(), e);
        }
    }

    static ObjectNode tree(LabReport report) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put(VERSION_KEY, VERSION);
        return tree.setAll(MAPPER.<ObjectNode>valueToTree(report));
    }

    private interface ByLabel {
        @JsonValue
        String label();
    }

    private static final class StrategyReader extends FromStringDeserializer<Strategy> {
        private static final long serialVersionUID = 1L;

        StrategyReader() {
            super(Strategy.class);
        }

        @Override
        protected Strategy _deserialize(String value, DeserializationContext context) {
            return Strategy.labelled(value)
                    .orElseThrow(
                            () -> new IllegalArgumentException("\"" + value + "\" is not the label of a strategy"));
        }
    }

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) {
            return Instant.parse(text);
        }
    }
}
