package tallyroll.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

class TestCommandTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final String DEFINITION = """
            pipeline: trips
            source:
              kafka: {bootstrap: "localhost:1", topic: trips}
            event:
              format: json
              id: id
              time: {field: at}
              fields:
                id: string
                city: string
                fare: "decimal(9,2)"
                tip: {type: "decimal(9,2)", path: payment.tip}
                large: {type: boolean, expr: "fare > 100"}
            strategy: idempotent-direct
            rollups:
              fares:
                by: [city]
                every: [1h]
                where: "not large"
                measures: {trips: count, fare: sum(fare)}
            """;
    private static final String EVENTS = """
            {"id":"a","at":"2026-05-01T10:05:00Z","city":"Rome","fare":12.5}
            {"id":"b","at":"2026-05-01T10:45:00Z","city":"Rome","fare":7}
            {"id":"b","at":"2026-05-01T10:45:00Z","city":"Rome","fare":7}
            {"id":"c","at":"2026-05-01T11:00:00Z","city":"Oslo","fare":200}
            {"id":"d","at":"noon","city":"Oslo","fare":1}
            """;

    @TempDir
    private Path directory;

    private StringWriter out;
    private StringWriter err;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(directory.resolve("trips.yaml"), DEFINITION);
        Files.writeString(directory.resolve("trips.ndjson"), EVENTS);
    }

    @Test
    void test_eventsOfAFile_showsFieldsGroupsRejectsTotalsAndWhatMatchedNothing() {
        assertThat(type("test trips.yaml trips.ndjson")).as(err.toString()).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString())
                .contains("4  c   Oslo  200.00    -  true   2026-05-01T11:00:00Z")
                .contains("1  fares   2026-05-01T10:00:00Z  city=Rome  yes")
                .contains("3  fares   2026-05-01T10:00:00Z  city=Rome  no: duplicate")
                .contains("4  fares   2026-05-01T11:00:00Z  city=Oslo  no: where")
                .contains("5  trips.ndjson, line 5  bad-time  field \"at\": noon is not an ISO-8601 date")
                .contains("""
                        fares_1h
                        city  bucket                trips   fare
                        ----  --------------------  -----  -----
                        Rome  2026-05-01T10:00:00Z      2  19.50
                        """)
                .contains("tip    payment.tip")
                .containsPattern("read +5\ncounted +3\nduplicates +1\nrejected +1\nrejected: bad-time +1\n");
        assertThat(err.toString()).contains("Nothing was found in any event for: tip");
    }

    @Test
    void test_asJson_isOneObjectOfTables() {
        assertThat(type("test trips.yaml trips.ndjson --max 1 --format json")).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString())
                .startsWith("{\n  \"events\" : [")
                .containsOnlyOnce("\"id\" : ")
                .contains("\"trips\" : 2,\n      \"fare\" : 19.50");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void test_failOnRejects_exitsWithOne() {
        assertThat(type("test trips.yaml trips.ndjson --fail-on-rejects")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void test_expected_isRightUntilSomethingDiffers() throws Exception {
        assertThat(type("test trips.yaml trips.ndjson --write-expected good.json"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(Files.readString(directory.resolve("good.json"))).doesNotContain("trips.ndjson", "ISO-8601");
        String indented = Files.readString(directory.resolve("good.json")).replace("  ", "\t\t");
        Files.writeString(directory.resolve("good.json"), indented);

        assertThat(type("test trips.yaml trips.ndjson --expect good.json")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).isEqualTo("read 5: 3 counted, 1 duplicates, 1 rejected, as good.json says\n");

        Files.writeString(directory.resolve("trips.ndjson"), EVENTS.replace("12.5", "13.5"));
        assertThat(type("test trips.yaml trips.ndjson --expect good.json")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("""
                fares_1h
                  - {"city":"Rome","bucket":"2026-05-01T10:00:00Z","trips":2,"fare":19.50}
                  + {"city":"Rome","bucket":"2026-05-01T10:00:00Z","trips":2,"fare":20.50}
                """);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void test_whatCannotBeRead_isUsage() throws Exception {
        assertThat(type("test trips.yaml nothing.ndjson")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Cannot read the events \"nothing.ndjson\": there is no such file");
        assertThat(type("test trips.yaml trips.ndjson --expect nothing.json")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--write-expected nothing.json writes it");
        Files.writeString(directory.resolve("odd.json"), "[]");
        assertThat(type("test trips.yaml trips.ndjson --expect odd.json")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("odd.json\", line 1: an object of arrays");
        assertThat(type("test trips.yaml trips.ndjson --now yesterday")).isEqualTo(ExitCode.USAGE);
    }

    /** The bounds of plausible times begin from now, so that a test of events to come needs its own. */
    @Test
    void test_now_decidesWhatIsPlausible() {
        assertThat(type("test trips.yaml trips.ndjson --now 2020-01-01T00:00:00Z"))
                .isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString()).containsPattern("rejected: implausible-time +4");
    }

    @Test
    void test_theExample_isAsItsFileSays() {
        assertThat(Main.run(
                        console(HOME),
                        "test examples/flights.yaml examples/flights.ndjson --expect examples/flights.expected.json"
                                .split(" ")))
                .as(err.toString())
                .isEqualTo(ExitCode.RIGHT);
    }

    private ExitCode type(String words) {
        return Main.run(console(directory), words.split(" "));
    }

    private Console console(Path in) {
        out = new StringWriter();
        err = new StringWriter();
        return new Console(new PrintWriter(out), new PrintWriter(err), false, in, Map.of());
    }
}
