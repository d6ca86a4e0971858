package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.command.LoggedPipeline.FILE;
import static tallyroll.command.LoggedPipeline.reading;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.ExitCode;
import tallyroll.control.Claim;
import tallyroll.record.Gap;

/** What is given out of the record again, as it is typed, over a real log, real Spark, and tables in memory. */
@Tag("spark")
class HistoryCommandsTest {
    private static final String MORNING = reading("a", "2026-03-28T08:10:00Z", "north", 7);
    private static final String LATER = reading("b", "2026-03-28T08:40:00Z", "north", 5);
    private static final String SOUTH = reading("c", "2026-03-28T09:00:00Z", "south", 1);

    @TempDir
    private Path directory;

    private LoggedPipeline pipeline;
    private Terminal terminal;

    @BeforeEach
    void define() throws Exception {
        pipeline = LoggedPipeline.in(directory);
        terminal = new Terminal(directory);
    }

    private void ran(String... events) {
        pipeline.receive(events);
        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void replay_toAFile_isTheEventsAndASecondTimeNothing() throws Exception {
        ran(MORNING, LATER, LATER, SOUTH, "no json");

        assertThat(terminal.type("replay", FILE, "--to", "./again.ndjson", "--where", "sensor = 'north'"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).startsWith("replayed 2 events to file ");
        assertThat(directory.resolve("again.ndjson")).hasContent(MORNING + "\n" + LATER + "\n");
        assertThat(terminal.type("replay", FILE, "--to", "./again.ndjson", "--where", "sensor = 'north'"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).startsWith("nothing to do: 2 events were replayed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--to x --rate -1|Cannot use --rate -1.0",
                "--rate 1|Cannot replay nothing: write --to TARGET",
                "--to ./x --dead-letters|Cannot replay both events and dead letters",
                "--dead-letters --from 2001-01-01|Cannot replay dead letters with options of --to",
                "--to ./x --code not-json|it chooses among dead letters",
                "--to kafka://nowhere|else kafka://HOST:PORT/TOPIC",
                "--to ./x --order backwards|is not an order; write recorded or event-time",
                "--to ./x --until 2001-13-01|--until \"2001-13-01\" is not a time",
                "--to ./x --where nothing=1|Cannot use the condition"
            })
    void replay_thatCannotBe_isUsageAndTouchesNothing(String options, String message) {
        ran(MORNING);

        assertThat(terminal.type(("replay " + FILE + " " + options).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains(message);
        assertThat(directory.resolve("x.part")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.ndjson --rate -1|Cannot use --rate -1",
                "kafka:old|names no brokers, and pipeline",
                "kafka://h/old|is not the address of a topic",
                "kafka://127.0.0.1:1/old x.ndjson|name one topic, and nothing beside it",
                "kafka://127.0.0.1:1/old --from yesterday|--from \"yesterday\" is not a time",
                "x.ndjson --from 2001-01-01|only a topic knows when its records came in"
            })
    void import_thatCannotBe_isUsage(String options, String message) {
        ran(MORNING);

        assertThat(terminal.type(("import " + FILE + " " + options).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains(message);
    }

    @Test
    void fill_fromTheSource_saysWhichGapsStayOpen() {
        ran(MORNING);
        gap(5, 10);

        assertThat(terminal.type("fill", FILE)).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err())
                .contains(
                        "gap 1:http/0/5 is not filled, or not all of it: its source keeps nothing that could be read again")
                .contains("1 of 1 gaps are still open. Where their events are elsewhere, name those");
    }

    @Test
    void fill_fromAFile_closesTheGapAndASecondTimeChangesNothing() throws Exception {
        ran(MORNING);
        gap(5, 10);
        gap(20, 30);
        Files.writeString(directory.resolve("again.ndjson"), LATER + "\n");

        assertThat(terminal.type("fill", FILE, "again.ndjson", "--gap", "1:http/0/5", "--reason", "sent again"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.type("status", FILE, "--format", "json")).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .contains("1 open, 10 positions missing; 1 filled, of 15 positions in all")
                .containsPattern("(?s)\"1:http/0/5\".{1,300}\"missing\" : 0,.{1,200}\"again.ndjson: sent again\"")
                .containsPattern("(?s)\"1:http/0/20\".{1,300}\"missing\" : 10,.{1,200}\"filled from\" : \"\"");
        assertThat(terminal.type("fill", FILE, "again.ndjson", "--gap", "1:http/0/5"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).isEqualTo("nothing to do: what is named is filled already\n");
        assertThat(terminal.type("verify", FILE)).as(terminal.out()).isEqualTo(ExitCode.RIGHT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.ndjson|Say which gaps these events fill: --gap ID",
                "x.ndjson --all --gap 1:http/0/5|one of the two",
                "--from 2001-01-01|Cannot use --as, --from or --until without EVENTS",
                "--gap 9:http/0/5|Cannot fill 9:http/0/5: there is no such gap",
                "x.ndjson --all|Cannot import \"x.ndjson\": there is no such file"
            })
    void fill_thatCannotBe_isUsageAndTheGapStaysOpen(String options, String message) {
        ran(MORNING);
        gap(5, 10);

        assertThat(terminal.type(("fill " + FILE + " " + options).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains(message);
        assertThat(pipeline.stores().record().gaps().newest(1, Gap::open)).hasSize(1);
    }

    private void gap(long from, long until) {
        long found = 1_700_000_000_000_000L;
        pipeline.stores()
                .record()
                .gaps()
                .add(new Gap(new Claim.Range("http", 0, from, until), "it was damaged", 1, found), found);
    }

    @Test
    void replay_deadLettersUnderAnotherDefinition_countWhatIsAnEventNow() throws Exception {
        ran(MORNING, "no json", "{\"id\":\"d\",\"at\":\"2026-03-28T08:20:00Z\",\"value\":4}");
        pipeline.change("sensor: string", "sensor: {type: string, missing: {default: north}}");

        assertThat(terminal.type("replay", FILE, "--dead-letters")).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains("Cannot replay dead letters of", "Run it first");
        ran();
        assertThat(terminal.type("replay", FILE, "--dead-letters"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.err())
                .contains(
                        "dead letters to decode again: 2",
                        "2 dead letters decoded again: 1 are events now (1 recorded, 0 duplicates), 1 are none still");
        terminal.type("status", FILE);
        assertThat(terminal.out())
                .contains("read 3 = recorded 2 + duplicates 0 + dead letters 1", "not-json", "replay of dead letters")
                .doesNotContain("missing-field");
        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv");
        assertThat(terminal.out()).contains(",2,11\n");
        assertThat(terminal.type("replay", FILE, "--dead-letters", "--code", "missing-field"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).startsWith("nothing to do: there are no dead letters of code missing-field");
        assertThat(terminal.type("verify", FILE)).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void export_deadLetters_haveTheirBytesAndReasons() throws Exception {
        ran(MORNING, "no json", "{\"id\":\"e\"}");

        assertThat(terminal.type("export", FILE, "--dead-letters", "--code", "not-json", "--format", "csv"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .startsWith("batch,time,code,source,partition,offset,reason,bytes,sha256,payload,base64\n1,")
                .contains(",not-json,http,")
                .endsWith(",7,,no json,\n");
        assertThat(terminal.type("export", FILE, "--dead-letters", "--format", "json"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .startsWith("[{\"batch\":1,")
                .contains("\"payload\":\"{\\\"id\\\":\\\"e\\\"}\"}")
                .endsWith("}]\n");
        assertThat(terminal.type("export", FILE, "--dead-letters", "--to", "letters.ndjson"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).isEqualTo("2 dead letters in letters.ndjson\n");
        assertThat(Files.readAllLines(directory.resolve("letters.ndjson"))).hasSize(2);
        assertThat(terminal.type("export", FILE, "--dead-letters", "--to", "letters.ndjson"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("it is there already");
    }
}
