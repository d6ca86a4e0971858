package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

/** What the six strategies without a record answer to {@code verify} and {@code repair}. */
class ProofWithoutRecordTest {
    private static final String DEFINITION = """
            pipeline: readings
            source: {%s}
            event: {format: json, time: at, fields: {sensor: string}}
            strategy: %s
            rollups:
              by_sensor: {by: [sensor], every: [1h], measures: {readings: count}}
            """;

    @TempDir
    private Path directory;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "verify, counters,          whether an increment was lost or done twice cannot be told from the table, idempotent",
        "verify, counters-wal,      whether an increment was lost or done twice cannot be told from the table, idempotent-wal",
        "repair, counters-direct,   whether an increment was lost or done twice cannot be told from the table, idempotent-direct",
        "verify, aggregates,        a batch that was read twice cannot be told from two,                       idempotent",
        "repair, aggregates-wal,    a batch that was read twice cannot be told from two,                       idempotent-wal",
        "verify, aggregates-direct, a batch that was read twice cannot be told from two,                       idempotent-direct"
    })
    void proof_strategyWithoutRecord_saysWhyNothingCanBeProven(String verb, String strategy, String why, String instead)
            throws IOException {
        String source = strategy.endsWith("-direct")
                ? "kafka: {bootstrap: \"localhost:9092\", topic: readings}"
                : "http: {listen: \"localhost:0\"}";
        Files.writeString(directory.resolve("readings.yaml"), DEFINITION.formatted(source, strategy));

        Console console =
                new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, directory, Map.of());
        assertThat(Main.run(console, verb, "readings.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("Cannot " + verb + " \"readings\": strategy " + strategy
                        + " has no system of record to prove against: ")
                .contains(why, instead + " records the events first; docs/choosing.md compares them.");
    }
}
