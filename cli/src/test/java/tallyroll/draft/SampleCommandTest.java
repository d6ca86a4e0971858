package tallyroll.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

class SampleCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void events() throws IOException {
        Files.writeString(directory.resolve("Bike-Rentals.2024.ndjson"), """
                {"id":"r-1","at":"2024-05-01T08:00:12Z","station":"north","minutes":14}
                {"id":"r-2","at":"2024-05-01T08:05:40Z","station":"south","minutes":31}
                {"id":"r-3","at":"2024-05-01T09:11:02Z","station":"north","minutes":7}
                """);
    }

    @Test
    void sample_file_printsADefinitionAndNothingElse() {
        assertThat(run("sample", "Bike-Rentals.2024.ndjson")).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString())
                .startsWith("# A draft, made of all 3 records of the file \"Bike-Rentals.2024.ndjson\"")
                .contains("pipeline: bike_rentals ", "topic: bike_rentals\n", "by: [station]");
        assertThat(err).hasToString("3 of 3 records are events by this definition\n");
    }

    @Test
    void sample_out_writesWhatCheckAccepts() throws IOException {
        assertThat(run("sample", "Bike-Rentals.2024.ndjson", "--topic", "rentals", "--out", "r.yaml"))
                .isEqualTo(ExitCode.RIGHT);

        assertThat(out).hasToString("");
        assertThat(err.toString())
                .contains("Wrote r.yaml.", "./tallyroll check r.yaml", "./tallyroll test r.yaml EVENTS");
        assertThat(Files.readString(directory.resolve("r.yaml"))).contains("pipeline: rentals ", "topic: rentals\n");
        assertThat(run("check", "r.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(run("sample", "Bike-Rentals.2024.ndjson", "--out", "r.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("there is a file of that name; choose another, or add --force");
    }

    @Test
    void sample_topicThatNoBrokerHas_saysSoSoon() {
        assertThat(run("sample", "kafka://127.0.0.1:1/rentals", "--wait", "1")).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString()).contains("Cannot read topic \"rentals\" at 127.0.0.1:1: no broker answered in time");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sample                                         | Say what to sample
            sample nothing.json                            | there is no such file. A topic is written --topic nothing.json
            sample --topic t --max 0                       | Cannot sample with --max 0
            sample --topic t --option sasl.jaas.config=abc | Put it into a variable or a file
            sample --topic t --name Select                 | Cannot name the pipeline "Select"
            sample --topic t/x                             | is not a topic name
            sample --topic t --bootstrap here              | is not a valid address
            """)
    void sample_whatMakesNoSense_isUsage(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString()).contains(message).doesNotContain("=abc");
        assertThat(out).hasToString("");
    }

    @Test
    void sample_optionsOfTheBroker_standInTheDefinitionAsTyped() {
        run(
                "sample",
                "Bike-Rentals.2024.ndjson",
                "--option",
                "security.protocol=SASL_SSL",
                "--option",
                "sasl.jaas.config=${env:JAAS:-a.login.Module}");

        assertThat(out.toString()).contains("""
                    options:
                      sasl.jaas.config: "${env:JAAS:-a.login.Module}"
                      security.protocol: SASL_SSL
                """);
    }

    private ExitCode run(String... arguments) {
        Console console =
                new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, directory, Map.of());
        return Main.run(console, arguments);
    }
}
