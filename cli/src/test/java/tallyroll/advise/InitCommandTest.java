package tallyroll.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

class InitCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void events() throws IOException {
        Files.writeString(directory.resolve("rentals.ndjson"), """
                {"id":"r-1","at":"2024-05-01T08:00:12Z","station":"north","minutes":14,"price":2.5}
                {"id":"r-2","at":"2024-05-01T08:05:40Z","station":"south","minutes":31,"price":3.5}
                {"id":"r-3","at":"2024-05-01T09:11:02Z","station":"north","minutes":7,"price":1}
                """);
    }

    @Test
    void init_file_writesADefinitionThatCheckAcceptsAndShowsItsFields() throws IOException {
        assertThat(Main.run(console(false), "init", "rentals.ndjson")).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" {2,}", "|")))
                .contains(
                        "field|type|from|role|seen",
                        "id|string|id|id|3 values, such as \"r-1\", \"r-2\"",
                        "station|string|station|group|\"north\" (67 %), \"south\" (33 %)");
        assertThat(err.toString())
                .contains("3 of 3 records are events", "Wrote rentals.yaml, for strategy idempotent-direct.");
        assertThat(Files.readString(directory.resolve("rentals.yaml")))
                .contains("# idempotent-direct, as advised for:\n#   ./tallyroll advise --kafka yes");
        assertThat(Main.run(console(false), "check", "rentals.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(Main.run(console(false), "init", "rentals.ndjson")).isEqualTo(ExitCode.USAGE);
    }

    static List<String> answers() {
        List<String> lines = List.of("");
        for (Question question : Advice.QUESTIONS) {
            List<String> longer = new ArrayList<>();
            for (String line : lines) {
                question.answers().keySet().forEach(answer -> longer.add(line + " " + question.flag() + " " + answer));
            }
            lines = longer;
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void init_anyAnswers_writesADefinitionThatCheckAccepts(String answers) {
        assertThat(Main.run(console(false), ("init rentals.ndjson" + answers).split(" ")))
                .isEqualTo(ExitCode.RIGHT);

        assertThat(Main.run(console(false), "check", "rentals.yaml"))
                .as(err.toString())
                .isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void init_onATerminal_asksForSourceAndAnswersWithDefaults() throws IOException {
        BufferedReader typed = new BufferedReader(new StringReader("rentals.ndjson\n\nmay\ncounts\n\nfirst\n"));
        CommandLine line = new CommandLine(new InitCommand(() -> typed));
        line.parseArgs();

        ((InitCommand) line.getCommand()).run(console(true));

        assertThat(err.toString()).containsSubsequence("Which events?", "1 of 5", "[yes] >", "5 of 5", "[no] >");
        assertThat(Files.readString(directory.resolve("rentals.yaml"))).contains("strategy: counters\n");
    }

    @Test
    void init_nothingToLookAt_isUsage() {
        assertThat(Main.run(console(false), "init")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("Say which events");
    }

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out, true), new PrintWriter(err, true), terminal, directory, Map.of());
    }
}
