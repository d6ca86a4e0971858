package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tallyroll.receiver.EchoProvider;

/** The page and the schema that are committed are those of the grammar, and the schema agrees with the reader. */
class ReferenceTest {
    /** The keys without those of kinds that only tests have. */
    private static final Shape.Section GRAMMAR = Grammar.definition(
            new SourceGrammar(SourceKind.onClassPath().stream()
                            .filter(kind -> !(kind instanceof EchoProvider))
                            .toList())
                    .section(),
            new FormatGrammar(FormatKind.onClassPath()).event());

    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final String COMMAND =
            "./mvnw -pl engine -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dtallyroll.regenerate=true";
    private static final Path SCHEMA =
            HOME.resolve("engine/src/main/resources/tallyroll/pipeline/definition.schema.json");

    private static final Path EVERY_KEY = HOME.resolve("engine/src/test/resources/tallyroll/pipeline/every-key");

    @Test
    void page_committed_isTheGeneratedOne() throws IOException {
        String example = Files.readString(HOME.resolve("examples/flights.yaml"));
        committed(HOME.resolve("docs/reference/definition.md"), ReferencePage.of(GRAMMAR, example, COMMAND));
    }

    @Test
    void schema_committed_isTheGeneratedOne() throws IOException {
        String schema = SchemaText.of(GRAMMAR);
        committed(SCHEMA, schema);
        committed(HOME.resolve("docs/reference/definition.schema.json"), schema);
    }

    @ParameterizedTest
    @MethodSource("rightFiles")
    void schema_rightFile_isValid(Path file) throws IOException {
        String yaml = Files.readString(file);

        assertThat(validate(yaml)).isEmpty();
        assertThat(Definition.parse(yaml, file.toString(), Environment.of(Map.of())))
                .isNotNull();
    }

    /** Together, for a file has one ingestion mode. */
    @Test
    void everyKeyFiles_write_everyKeyOfTheGrammar() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        keys("", GRAMMAR, keys);
        TreeSet<String> written = new TreeSet<>();
        for (Path file : yaml(EVERY_KEY)) {
            written("", GRAMMAR, json(Files.readString(file)), written);
        }

        assertThat(written).containsExactlyElementsOf(keys);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    pipeline: flights            | pipeline: Flights
                    pipeline: flights            |
                    pipeline: flights            | pipeline: flights⏎colour: red
                    format: json                 | format: jsn
                    topic: flights               | topic: my flights
                    topic: flights}              | topic: flights}⏎  http: {}
                    kafka:                       | rabbit:
                    KAFKA                        | wal: {}
                    KAFKA                        | http: {listen: localhost}
                    KAFKA                        | socket: {}
                    KAFKA                        | jms: {queue: q}
                    KAFKA                        | jms: {factory: a.B, url: u}
                    KAFKA                        | jms: {factory: a.B, url: u, queue: q, topic: t}
                    KAFKA                        | mqtt: {server: "a:1", topic: t, version: 4}
                    KAFKA                        | custom: {kind: echo, options: {}}
                    topic: flights               | topic: flights, max_per_batch: 0
                    topic: flights               | topic: flights, max_per_batch: many
                    "localhost:9092"             | localhost
                    grace: 1h                    | grace: soon
                    layout: blocks               | layout: block
                    layout: blocks               | keep: 1y
                    delay: int                   | delay: integer
                    delay: int                   | delay: {path: late}
                    delay: int                   | delay: {type: int, missing: ignore}
                    datacenter: datacenter1      | consistency: ONE
                    by: [origin]                 | by: origin
                    every: [1h, 1d]              | every: []
                    every: [1h, 1d]              | every: [year]
                    delay: sum(delay)            | delay: summ(delay)
                    delay: sum(delay)            | Delay: sum(delay)
                    """)
    void schema_faultyFile_isInvalid(String from, String to) throws IOException {
        String replaced = from.equals("KAFKA") ? Edited.KAFKA : from;

        assertThat(validate(Edited.text(replaced, to))).isNotEmpty();
        assertThat(Edited.faults(replaced, to)).isNotEqualTo("none");
    }

    @Test
    void schema_valueWithVariable_isValid() throws IOException {
        assertThat(validate(Edited.RIGHT
                        .replace("format: json", "format: \"${env:FORMAT}\"")
                        .replace("grace: 1h", "grace: \"${env:GRACE:-1h}\"")))
                .isEmpty();
    }

    static Stream<Path> rightFiles() throws IOException {
        return Stream.concat(yaml(HOME.resolve("examples")).stream(), yaml(EVERY_KEY).stream());
    }

    private static List<Path> yaml(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static void committed(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("tallyroll.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file)
                .as("%s is not up to date; run %s", file.getFileName(), COMMAND)
                .hasContent(generated);
    }

    private static List<String> validate(String yaml) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
        return schema.validate(json(yaml)).stream().map(Object::toString).toList();
    }

    private static JsonNode json(String yaml) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ObjectMapper().valueToTree(tree);
    }

    /** The paths of all keys; {@code *} stands for a name that the user chooses. */
    private static void keys(String path, Shape shape, TreeSet<String> keys) {
        if (shape instanceof Shape.Section section) {
            section.keys().forEach(key -> {
                keys.add(path + key.name());
                keys(path + key.name() + ".", key.shape(), keys);
            });
        } else if (shape instanceof Shape.Either either) {
            keys(path, either.section(), keys);
        } else if (shape instanceof Shape.Named named) {
            keys(path + "*.", named.each(), keys);
        }
    }

    /** The paths of the keys that a right file writes. */
    private static void written(String path, Shape shape, JsonNode node, TreeSet<String> written) {
        if (shape instanceof Shape.Section section) {
            section.keys().stream().filter(key -> node.has(key.name())).forEach(key -> {
                written.add(path + key.name());
                written(path + key.name() + ".", key.shape(), node.get(key.name()), written);
            });
        } else if (shape instanceof Shape.Either either) {
            written(path, either.section(), node, written);
        } else if (shape instanceof Shape.Named named) {
            node.forEach(each -> written(path + "*.", named.each(), each, written));
        }
    }
}
