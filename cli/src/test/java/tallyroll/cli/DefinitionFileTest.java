package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The FILE of every command that works on a pipeline. */
class DefinitionFileTest {
    private static final String DEFINITION = """
            pipeline: visits
            source: {kafka: {bootstrap: "${env:KAFKA}", topic: visits}}
            event: {format: json, time: at, fields: {page: string}}
            rollups:
              by_page: {by: [page], every: [1h], measures: {visits: count}}
            """;

    @TempDir
    private Path directory;

    private tallyroll.pipeline.Pipeline read(String file, Map<String, String> environment) {
        DefinitionFile definition = new DefinitionFile();
        new CommandLine(CommandSpec.create().addMixin("file", CommandSpec.forAnnotatedObject(definition)))
                .parseArgs(file);
        return definition.read(new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false,
                directory,
                environment));
    }

    @Test
    void read_relativePath_isTakenFromTheWorkingDirectory() throws IOException {
        Files.writeString(directory.resolve("visits.yaml"), DEFINITION);

        assertThat(read("visits.yaml", Map.of("KAFKA", "broker:9092")).kafka().bootstrap())
                .contains("broker:9092");
    }

    @Test
    void read_absolutePath_isTakenAsItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("visits.yaml"), DEFINITION);

        assertThat(read(file.toString(), Map.of("KAFKA", "broker:9092")).name()).isEqualTo("visits");
    }

    @Test
    void read_noSuchFile_isUsageAndNamesOneThatIsThere() {
        assertThatThrownBy(() -> read("visit.yaml", Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "Cannot read the definition \"visit.yaml\": there is no such file; examples/flights.yaml is one")
                .extracting(thrown -> ((Failure) thrown).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void read_directory_isUsage() {
        assertThatThrownBy(() -> read(".", Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("Cannot read the definition \".\": ")
                .hasMessageEndingWith("; it must be a text file in UTF-8");
    }

    @Test
    void read_bytesThatAreNoUtf8_isUsage() throws IOException {
        Files.write(directory.resolve("latin.yaml"), new byte[] {'p', ':', ' ', (byte) 0xe9});

        assertThatThrownBy(() -> read("latin.yaml", Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Cannot read the definition \"latin.yaml\"");
    }

    @Test
    void read_variableNotSet_isUsageWithTheLine() throws IOException {
        Files.writeString(directory.resolve("visits.yaml"), DEFINITION);

        assertThatThrownBy(() -> read("visits.yaml", Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("visits.yaml:2: source.kafka.bootstrap")
                .hasMessageContaining("the environment variable \"KAFKA\" is not set");
    }
}
