package tallyroll.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.FieldDecoder;
import tallyroll.decode.FieldDecoders;
import tallyroll.decode.Message;
import tallyroll.event.Event;
import tallyroll.event.FieldType.Kind;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidDefinitionException;
import tallyroll.pipeline.Pipeline;

/** A definition of a format with a schema, and what its decoder makes of records. */
public final class FormatDefinition {
    private static final String YAML = """
            pipeline: flights
            source: {kafka: {bootstrap: "localhost:9092", topic: flights}}
            event:
              format: %s
              time: {field: kafka_time}
              fields:
                kafka_time: {type: timestamp, path: kafka.timestamp}
            %s
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              all: {by: [kafka_time], every: [1h], measures: {n: count}}
            """;

    private final Pipeline pipeline;
    private final FieldDecoder decoder;
    private final Event event;

    private FormatDefinition(Pipeline pipeline) {
        this.pipeline = pipeline;
        decoder = FieldDecoders.of(pipeline.event());
        event = new Event(pipeline.event().schema());
    }

    /**
     * A definition.
     *
     * @param format {@code avro}, and its section in lines of their own
     * @param fields a line each: {@code a: {type: int, path: x.y}}
     * @param files that it may name
     */
    public static FormatDefinition of(String format, String fields, Map<String, byte[]> files) {
        return new FormatDefinition(parse(format, fields, files));
    }

    /** What is wrong with a definition, as {@code key: fault} in lines. */
    public static String faults(String format, String fields, Map<String, byte[]> files) {
        try {
            parse(format, fields, files);
            return "none";
        } catch (InvalidDefinitionException faulty) {
            return faulty.getMessage().replaceAll("(?m)^flights.yaml:[0-9]+: ", "");
        }
    }

    private static Pipeline parse(String format, String fields, Map<String, byte[]> files) {
        String yaml = YAML.formatted(format.indent(2).strip(), fields.indent(4).stripTrailing());
        return Definition.parse(yaml, "flights.yaml", new Files(files));
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public Decoding decode(byte[] record) {
        // Not at the array's beginning, as records in a batch.
        byte[] padded = new byte[record.length + 5];
        System.arraycopy(record, 0, padded, 3, record.length);
        return decoder.decode(Message.of(Slice.of(padded, 3, 3 + record.length)), event);
    }

    /** The values of a record's fields with commas between, without the time of the topic; or the code of its refusal. */
    public String values(byte[] record) {
        Decoding decoding = decode(record);
        return decoding.ok()
                ? IntStream.range(1, event.schema().size())
                        .mapToObj(this::value)
                        .collect(Collectors.joining(", "))
                : decoding.code();
    }

    /** What a record is refused for. */
    public String refusal(byte[] record) {
        Decoding decoding = decode(record);
        assertThat(decoding.ok()).isFalse();
        return decoding.code() + ": " + decoding.reason();
    }

    private String value(int slot) {
        if (event.isNull(slot)) {
            return "null";
        }
        Kind kind = event.schema().field(slot).type().kind();
        return switch (kind) {
            case STRING -> event.stringAt(slot);
            case DOUBLE -> Double.toString(event.doubleAt(slot));
            case DECIMAL -> event.decimalAt(slot).toPlainString();
            case TIMESTAMP ->
                java.time.Instant.ofEpochMilli(event.longAt(slot) / 1000).toString();
            default -> Long.toString(event.longAt(slot));
        };
    }

    private record Files(Map<String, byte[]> files) implements Environment {
        @Override
        public Optional<String> variable(String name) {
            return Optional.ofNullable(files.get(name)).map(value -> new String(value, StandardCharsets.UTF_8));
        }

        @Override
        public String file(Path path) throws IOException {
            return new String(bytes(path), StandardCharsets.UTF_8);
        }

        @Override
        public byte[] bytes(Path path) throws IOException {
            byte[] bytes = files.get(path.toString());
            if (bytes == null) {
                throw new NoSuchFileException(path.toString());
            }
            return bytes;
        }
    }
}
