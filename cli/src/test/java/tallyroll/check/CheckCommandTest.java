package tallyroll.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

class CheckCommandTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void check_flightsExample_saysWhatItSays() {
        assertThat(check(HOME, "examples/flights.yaml")).isEqualTo(ExitCode.RIGHT);

        assertThat(err).hasToString("");
        assertThat(out.toString())
                .startsWith("examples/flights.yaml is right: 2 rollups in 3 tables.\n")
                .containsSubsequence(
                        "source",
                        "kafka topic flights at localhost:9092",
                        "identity",
                        "id; the first of several counts",
                        "record",
                        "blocks of 1h, kept forever",
                        "grace",
                        "1h",
                        "cassandra",
                        "keyspace flights at localhost:9042",
                        "delays_by_origin_1h",
                        "delays_by_origin_1d",
                        "routes_1d",
                        "origin, destination",
                        "delay = avg(delay)");
    }

    @Test
    void check_asJson_isOneObject() {
        assertThat(check(HOME, "examples/flights.yaml", "--format", "json")).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString())
                .startsWith("{")
                .contains("\"definition\" : [", "\"tables\" : [", "\"table\" : \"routes_1d\"");
    }

    @Test
    void check_expressions_areCheckedBySpark() throws IOException {
        write("by: [origin]\n", "by: [origin]\n    where: delay > 0\n");

        assertThat(check(directory, "flights.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).containsSubsequence("expressions", "1, checked");
    }

    @Test
    void check_payload_saysWhatIsDoneToIt() throws IOException {
        write(
                "format: json",
                "format: csv\n  csv: {columns: [id, date, origin, destination, delay, distance], header: skip}\n"
                        + "  encoding: windows-1252\n  compression: auto\n  tombstones: ignore");

        assertThat(check(directory, "flights.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString())
                .contains("fields; packed with gzip, zstd or not at all; in windows-1252;"
                        + " lines that name the columns are ignored; records without a value are ignored");
    }

    @ParameterizedTest
    @CsvSource({
        "counters-direct, 'increments, which may count twice', delays_by_origin_1h",
        "aggregates-direct, 'partials by processing time', delays_by_origin_partials"
    })
    void check_strategyWithoutRecord_saysWhatItDelivers(String strategy, String promise, String table)
            throws IOException {
        Files.writeString(
                directory.resolve("flights.yaml"),
                Files.readString(HOME.resolve("examples/flights.yaml"))
                        .replace("idempotent-direct", strategy)
                        .replaceAll("(?m)^(record|grace):.*\n", "")
                        .replaceAll(
                                "(?m)^ +(worst|destinations|delay_dist|delay): (max|distinct|quantiles|avg).*\n", ""));

        assertThat(check(directory, "flights.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString())
                .contains(promise, "an event that comes twice counts twice", table)
                .doesNotContain("kept forever");
    }

    @Test
    void check_faultyFile_printsAllFaultsAndIsUsage() throws IOException {
        write("format: json", "format: jsn", "grace: 1h", "grace: soon");

        assertThat(check(directory, "flights.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(out).hasToString("");
        assertThat(err).hasToString("""
                        flights.yaml:6: event.format: "jsn": is none of json, csv, text, avro, protobuf; did you mean "json"?
                        flights.yaml:12: grace: "soon": is not a duration (a number and s, m, h, d or w, such as 90s or 400d)
                        """);
    }

    @Test
    void check_secretBesideTheDefinition_isFound() throws IOException {
        Files.writeString(directory.resolve("topic.txt"), "secret_topic\n");
        write("topic: flights", "topic: \"${file:topic.txt}\"");

        assertThat(check(directory, "flights.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).contains("kafka topic secret_topic at");
    }

    @Test
    void check_noSuchFile_isUsage() {
        assertThat(check(directory, "nothing.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .hasToString(
                        "Cannot read the definition \"nothing.yaml\": there is no such file; examples/flights.yaml is one\n");
    }

    @Test
    void check_noFile_isUsage() {
        assertThat(check(directory)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("Missing required parameter: 'FILE'\n");
    }

    private void write(String... edits) throws IOException {
        String yaml = Files.readString(HOME.resolve("examples/flights.yaml"));
        for (int i = 0; i < edits.length; i += 2) {
            assertThat(yaml).contains(edits[i]);
            yaml = yaml.replace(edits[i], edits[i + 1]);
        }
        Files.writeString(directory.resolve("flights.yaml"), yaml);
    }

    private ExitCode check(Path in, String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "check";
        System.arraycopy(args, 0, all, 1, args.length);
        return Main.run(new Console(new PrintWriter(out), new PrintWriter(err), false, in, Map.of()), all);
    }
}
