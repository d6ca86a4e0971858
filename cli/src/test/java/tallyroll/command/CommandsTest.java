package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.command.LoggedPipeline.FILE;
import static tallyroll.command.LoggedPipeline.reading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.ExitCode;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;

/** Commands as they are typed one after another, over a real log, real Spark, and tables in memory. */
@Tag("spark")
class CommandsTest {
    private static final String MORNING = reading("a", "2026-03-28T08:10:00Z", "north", 7);
    private static final String LATER = reading("b", "2026-03-28T08:40:00Z", "north", 5);
    private static final String SOUTH = reading("c", "2026-03-28T09:00:00Z", "south", 1);

    private static final String EVENING = reading("d", "2026-03-28T20:00:00Z", "north", 3);

    @TempDir
    private java.nio.file.Path directory;

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

    private void deleteLog() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("wal"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void run_once_readsTheLogSettlesAndPrintsTheBooks() {
        ran(MORNING, LATER, LATER, SOUTH, "no json");

        assertThat(terminal.out())
                .isEqualTo("read 5 = recorded 3 + duplicates 1 + dead letters 1, in 2 batches; 4 rows written\n");
        assertThat(terminal.err())
                .containsSubsequence(
                        "batch 1  3 events, 1 duplicates, 1 dead letters, 4 rows, lag 0",
                        "batch 2  settled 2 buckets, 2 of them by proof, 0 rows corrected");
    }

    /** Another log stands in the directory, and it reaches beyond the position: without its id, its beginning would be passed over. */
    @Test
    void run_directoryExchanged_isRefusedThenAcceptedAndReadFromItsBeginning() throws Exception {
        ran(MORNING, LATER);
        String before = Files.readString(directory.resolve("wal/id")).strip();
        deleteLog();
        pipeline.receive(MORNING, LATER, SOUTH, EVENING);
        String after = Files.readString(directory.resolve("wal/id")).strip();

        assertThat(terminal.type("run", FILE, "--once")).isEqualTo(ExitCode.REPLACED);
        assertThat(terminal.err())
                .contains("its id was " + before + " and is " + after)
                .contains("Committed positions: partition 1: 2; the source now holds partition 1: 0 to 4.")
                .contains("./tallyroll skip FILE --replaced-source");
        assertThat(terminal.type("skip", FILE, "--replaced-source"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.out()).startsWith("read 4 = recorded 4 ");
        assertThat(terminal.type("verify", FILE)).as(terminal.out()).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.type("status", FILE)).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .containsPattern("source +http~2, id " + after)
                .containsPattern("gaps +1, of 0 positions");
        assertThat(terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).contains("2026-03-28T08:00:00Z,2,12").contains("2026-03-28T20:00:00Z,1,3");
    }

    @Test
    void run_directoryGone_isRefusedAndNoNewOneIsTaken() throws Exception {
        ran(MORNING);
        deleteLog();

        assertThat(terminal.type("run", FILE, "--once")).isEqualTo(ExitCode.REPLACED);
        assertThat(terminal.err()).contains("and it has none now");
        assertThat(directory.resolve("wal/id")).doesNotExist();
    }

    @Test
    void skip_sourceThatWasRead_isRefused() {
        ran(MORNING);

        assertThat(terminal.type("skip", FILE, "--replaced-source")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("is the one that was read, and what was read last is still there");
    }

    @Test
    void skip_rangeAhead_isAGapAndNeverRead() {
        ran(MORNING);
        pipeline.receive(LATER, SOUTH, EVENING);

        assertThat(terminal.type("skip", FILE, "--partition", "2", "--from", "1"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).contains("taken out on purpose");
        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.out()).startsWith("read 2 = recorded 2 ");
        terminal.type("status", FILE);
        assertThat(terminal.out())
                .containsPattern("gaps +1, of 1 positions")
                .contains("0 events in the write-ahead log")
                .doesNotContain("ranges ahead");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --partition 1 --from 0            | everything before position 1 was read already
                    --partition 1 --from 1            | it ends at 1, and only what is there can be taken out
                    --partition 9 --from 0            | the source has no such partition, or it is empty
                    --partition 1 --from 4 --until 4  | ends behind its beginning
                    --batch 1                         | no batch is open
                    --partition 1                     | Say what to skip
                    --batch 1 --replaced-source       | Say what to skip
                    """)
    void skip_whatCannotBe_isRefusedWithTheReason(String options, String reason) {
        ran(MORNING);

        assertThat(terminal.type(("skip " + FILE + " " + options).split(" +"))).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains(reason);
    }

    @Test
    void skip_anotherDriverRuns_isFenced() {
        ran(MORNING);
        pipeline.receive(LATER);
        pipeline.leaseTo("elsewhere/4711");

        assertThat(terminal.type("skip", FILE, "--partition", "2", "--from", "0"))
                .isEqualTo(ExitCode.FENCED);
        assertThat(terminal.err())
                .contains("Cannot skip anything of \"" + pipeline.name() + "\" now: elsewhere/4711 runs it");
    }

    @Test
    void skip_openBatch_isClosedAsAGapAndTheNextOneRuns() {
        ran(MORNING);
        pipeline.receive(LATER, SOUTH);
        pipeline.claim(2, 0, 2);
        pipeline.receive(EVENING);

        assertThat(terminal.type("skip", FILE, "--batch", "3"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err()).contains("batch 3 is closed");
        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.out()).startsWith("read 1 = recorded 1 ");
        terminal.type("status", FILE);
        assertThat(terminal.out())
                .containsPattern("gaps +1, of 2 positions")
                .contains("batch 3 was taken out on purpose");
        assertThat(terminal.type("verify", FILE)).as(terminal.out()).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void run_onceWithNothingNew_writesNothing() {
        ran(MORNING);

        assertThat(terminal.type("run", FILE, "--once")).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .isEqualTo("read 0 = recorded 0 + duplicates 0 + dead letters 0, in 0 batches; 0 rows written\n");
    }

    @Test
    void status_beforeTheFirstRun_saysHowToStart() {
        assertThat(terminal.type("status", FILE)).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .isEqualTo("pipeline \"" + pipeline.name()
                        + "\" has not run yet; start it with: ./tallyroll run readings.yaml\n");
    }

    /** Without the refusal, the other pipeline's rows were shown as this one's, wherever a table of the same name stood. */
    @Test
    void reading_theKeyspaceOfAnotherPipeline_isRefused() throws Exception {
        ran(MORNING);
        pipeline.change("pipeline: " + pipeline.name(), "pipeline: newcomer");
        pipeline.change("cassandra: {", "cassandra: {keyspace: " + pipeline.name() + ", ");

        for (String command : new String[] {
            "status " + FILE,
            "query " + FILE + " by_sensor sensor=north --from 2026-03-28",
            "verify " + FILE,
            "repair " + FILE,
            "redo " + FILE + " --from 2026-03-28 --to 2026-03-29",
            "skip " + FILE + " --replaced-source",
            "check " + FILE + " --connect"
        }) {
            assertThat(terminal.type(command.split(" "))).as(command).isEqualTo(ExitCode.FAILED);
            assertThat(terminal.err())
                    .as(command)
                    .contains("Cannot read pipeline \"newcomer\": keyspace \"" + pipeline.name()
                            + "\" belongs to pipeline \"" + pipeline.name() + "\", not to \"newcomer\"");
        }
    }

    @Test
    void status_afterRun_showsLagBooksAndWhatIsVerified() {
        ran(MORNING, SOUTH, "no json");
        pipeline.receive(LATER);

        assertThat(terminal.type("status", FILE)).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .contains(
                        pipeline.name() + ", idempotent-wal",
                        "none running (epoch 1)",
                        "1 events in the write-ahead log",
                        "read 3 = recorded 2 + duplicates 0 + dead letters 1",
                        "2, of which 0 dirty",
                        "2026-03-28T10:00:00Z",
                        "dead letters, newest batch first",
                        "not-json")
                .doesNotContain("DOES NOT BALANCE");
    }

    @Test
    void status_pathThatMatchedNothingInTheWholeRun_namesItUntilItIsCorrected() throws Exception {
        pipeline.change("value: long}", "value: long, unit: {type: string, path: unti}}");
        ran(MORNING, "no json");
        ran(LATER, SOUTH);

        terminal.type("status", FILE, "--format", "json");
        assertThat(terminal.out())
                .containsSubsequence("\"paths that matched nothing\"", "\"unit\"", "\"unti\"", "\"events read\" : 3");
        pipeline.change("path: unti", "path: sensor");
        terminal.type("status", FILE);
        assertThat(terminal.out()).doesNotContain("paths that matched nothing");
    }

    @Test
    void status_withARequestThatWaits_saysWhatIsAskedForAndByWhom() {
        ran(MORNING);
        pipeline.ask(new Request.Repair(Long.MIN_VALUE, 1_774_742_400_000_000L, Request.Losses.REFUSE));

        terminal.type("status", FILE);

        assertThat(terminal.out())
                .contains(
                        "requests to the driver, oldest first",
                        "repair from the beginning to 2026-03-29T00:00:00Z",
                        "elsewhere/4711",
                        "waiting");
    }

    @Test
    void status_asJson_isOneObject() {
        ran(MORNING);

        assertThat(terminal.type("status", FILE, "--format", "json")).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out())
                .startsWith("{")
                .contains("\"fact\" : \"books\"")
                .endsWith("}\n");
    }

    @Test
    void status_anotherDriverRuns_namesItAndItsLease() {
        ran(MORNING);
        pipeline.leaseTo("elsewhere/4711");

        terminal.type("status", FILE);

        assertThat(terminal.out()).containsPattern("elsewhere/4711, epoch 2, lease until \\d{4}-");
    }

    @Test
    void query_afterRun_showsTheBucketsOfAGroup() {
        ran(MORNING, LATER, SOUTH);

        assertThat(terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).isEqualTo("bucket,readings,value\n2026-03-28T08:00:00Z,2,12\n");
    }

    @Test
    void query_daysInAZone_areThatZonesDays() {
        ran(MORNING, LATER);

        terminal.type(
                "query",
                FILE,
                "by_sensor",
                "sensor=north",
                "--every",
                "1d",
                "--from",
                "2026-03-28",
                "--zone",
                "Europe/Berlin",
                "--format",
                "csv");

        assertThat(terminal.out()).isEqualTo("bucket,readings,value\n2026-03-28T00:00+01:00,2,12\n");
    }

    @Test
    void query_groupWithoutEvents_saysSo() {
        ran(MORNING);

        assertThat(terminal.type("query", FILE, "by_sensor", "sensor=west", "--from", "2026-03-28"))
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err()).contains("No events of that group fell in that range.");
    }

    @Test
    void query_moreRowsThanTheLimit_saysSo() {
        ran(
                MORNING,
                reading("x", "2026-03-28T11:00:00Z", "north", 1),
                reading("y", "2026-03-28T12:00:00Z", "north", 1));

        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--limit", "2");

        assertThat(terminal.out()).contains("T08:00", "T11:00").doesNotContain("T12:00");
        assertThat(terminal.err()).contains("There are more than 2 rows; --limit shows more of them.");
    }

    @Test
    void verify_afterRun_isRight() {
        ran(MORNING, LATER, SOUTH);

        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err())
                .contains(
                        "compared 4 summary rows with 3 distinct events in 2 record buckets; 0 duplicates not counted",
                        "drift 0: every settled row equals the query over the record");
    }

    @Test
    void verify_rowWasChanged_showsBothNumbersAndExitsWithThree() {
        ran(MORNING, LATER, SOUTH);
        pipeline.damage("by_sensor_1h", "2026-03-28T08:00:00Z", "north", 99L);

        assertThat(terminal.type("verify", FILE, "--format", "csv")).isEqualTo(ExitCode.DRIFT);
        assertThat(terminal.out())
                .isEqualTo("table,group,bucket,column,stored,recounted,difference\n"
                        + "by_sensor_1h,north,2026-03-28T08:00:00Z,readings,99,2,97\n");
        assertThat(terminal.err()).contains("drift in 1 rows; \"./tallyroll repair FILE\" corrects exactly these");
    }

    @Test
    void verify_rowIsGone_isARowMissing() {
        ran(MORNING, SOUTH);
        pipeline.remove("by_sensor_1d", "2026-03-28T00:00:00Z", "south");

        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.DRIFT);
        assertThat(terminal.out()).contains("by_sensor_1d", "south", "row missing");
    }

    @Test
    void verify_rangeWithoutTheDamage_isRight() {
        ran(MORNING, LATER, SOUTH);
        pipeline.damage("by_sensor_1h", "2026-03-28T08:00:00Z", "north", 99L);

        assertThat(terminal.type("verify", FILE, "--from", "2026-03-29")).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void repair_dryRun_changesNothing() {
        ran(MORNING, LATER);
        pipeline.damage("by_sensor_1h", "2026-03-28T08:00:00Z", "north", 99L);

        assertThat(terminal.type("repair", FILE, "--dry-run")).isEqualTo(ExitCode.DRIFT);
        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.DRIFT);
    }

    @Test
    void repair_changedAndMissingRows_correctsExactlyThese() {
        ran(MORNING, LATER, SOUTH);
        pipeline.damage("by_sensor_1h", "2026-03-28T08:00:00Z", "north", 99L);
        pipeline.remove("by_sensor_1d", "2026-03-28T00:00:00Z", "south");

        assertThat(terminal.type("repair", FILE)).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err()).contains("corrected 2 rows", "drift 0");
        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void redo_changedAndMissingRowsOfTheRange_areRightAfterwards() {
        ran(MORNING, LATER, SOUTH);
        pipeline.damage("by_sensor_1h", "2026-03-28T08:00:00Z", "north", 99L);
        pipeline.remove("by_sensor_1d", "2026-03-28T00:00:00Z", "south");

        assertThat(terminal.type("redo", FILE, "--from", "2026-03-28", "--to", "2026-03-29"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err()).contains("replaced 2 rows that differed");
        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void redo_withoutARange_isUsage() {
        assertThat(terminal.type("redo", FILE, "--from", "2026-03-28")).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("--to");
    }

    @Test
    void repair_anotherDriverRuns_asksItAndShowsHowItGoes() throws Exception {
        ran(MORNING);
        pipeline.leaseTo("elsewhere/4711");
        CompletableFuture<ExitCode> repair = CompletableFuture.supplyAsync(() -> terminal.type("repair", FILE));

        RequestQueue.Taken taken = pipeline.taken();
        taken.progress(2, 5, "recomputing record buckets");
        await(() -> terminal.err().contains("recomputing record buckets (2 of 5)"));
        taken.done("corrected 3 rows of 5 record buckets in 1 batches; drift 0");

        assertThat(repair.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err())
                .contains("waits for the driver", "corrected 3 rows of 5 record buckets in 1 batches; drift 0");
    }

    @Test
    void repair_theDriverCannot_failsWithItsReason() throws Exception {
        ran(MORNING);
        pipeline.leaseTo("elsewhere/4711");
        CompletableFuture<ExitCode> repair = CompletableFuture.supplyAsync(() -> terminal.type("repair", FILE));

        pipeline.taken().failed("it was begun 3 times and its driver ended each time");

        assertThat(repair.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains("it was begun 3 times and its driver ended each time");
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void verify_neverRun_saysThatThereAreNoTables() {
        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err())
                .isEqualTo("Cannot verify \"" + pipeline.name() + "\": there are no tables of it in keyspace \""
                        + pipeline.name() + "\". Run it first: ./tallyroll run FILE\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from|yesterday||--from \"yesterday\" is not a time; write a date like 2001-01-05 (UTC)",
                "--to|2001-13-01||--to \"2001-13-01\" is not a time",
                "--from|2001-01-05|2001-01-05|--from 2001-01-05 is not before --to 2001-01-05"
            })
    void range_thatIsNone_isUsage(String option, String value, String to, String message) {
        String[] words = to == null
                ? new String[] {"verify", FILE, option, value}
                : new String[] {"repair", FILE, option, value, "--to", to};

        assertThat(terminal.type(words)).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).startsWith(message);
    }
}
