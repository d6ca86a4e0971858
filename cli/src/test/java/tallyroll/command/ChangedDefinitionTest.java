package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.command.LoggedPipeline.FILE;
import static tallyroll.command.LoggedPipeline.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.cli.ExitCode;
import tallyroll.control.LeaseHolder;
import tallyroll.control.StoredDefinition;
import tallyroll.control.StoredDefinition.Redefined;
import tallyroll.control.StoredDefinition.StoredRollup;
import tallyroll.time.Micros;

/** What commands say to a definition that is not the one its tables were written under. */
@Tag("spark")
class ChangedDefinitionTest {
    private static final String BUCKET =
            "\"record.bucket\" cannot change from \"1h\" to \"15m\": the record is stored by"
                    + " buckets of the old length, so settling would miss what it holds. Set it back to \"1h\", or give the"
                    + " pipeline another name and \"cassandra.keyspace\" and let it read everything again.";

    @TempDir
    private Path directory;

    private LoggedPipeline pipeline;
    private Terminal terminal;

    @BeforeEach
    void run() throws Exception {
        pipeline = LoggedPipeline.in(directory);
        terminal = new Terminal(directory);
        pipeline.receive(reading("a", "2026-03-28T08:10:00Z", "north", 7));
        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --once", "verify", "repair", "check --connect"})
    void recordBucket_changed_isRefusedByEveryCommandThatUsesTheRecord(String command) throws IOException {
        pipeline.change("record: {bucket: 1h}", "record: {bucket: 15m}");
        String[] words = command.split(" ");
        String[] typed = words.length == 1 ? new String[] {words[0], FILE} : new String[] {words[0], FILE, words[1]};

        assertThat(terminal.type(typed)).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains(BUCKET);
    }

    @Test
    void recordBucket_setBack_runsAgain() throws IOException {
        pipeline.change("record: {bucket: 1h}", "record: {bucket: 15m}");
        assertThat(terminal.type("run", FILE, "--once")).isEqualTo(ExitCode.FAILED);
        pipeline.change("record: {bucket: 15m}", "record: {bucket: 1h}");
        pipeline.receive(reading("late", "2026-03-28T08:20:00Z", "north", 1));

        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv");
        assertThat(terminal.out()).isEqualTo("bucket,readings,value\n2026-03-28T08:00:00Z,2,8\n");
    }

    @Test
    void where_changed_isNotVerifiedBeforeARunHasTakenItIn() throws IOException {
        pipeline.change("every: [1h, 1d]", "every: [1h, 1d]\n    where: value > 9");

        assertThat(terminal.type("verify", FILE)).isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err())
                .contains(
                        "Cannot verify",
                        "It redefines \"by_sensor\" (rollups.by_sensor.where is new: value > 9). Run it first");
    }

    @Test
    void where_changed_isMigratedByTheNextRunWithoutNewEvents() throws IOException {
        pipeline.change("every: [1h, 1d]", "every: [1h, 1d]\n    where: value > 9");

        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.err())
                .contains(
                        "rollup \"by_sensor\" is redefined (rollups.by_sensor.where is new: value > 9): its rows are made again"
                                + " from the record, in the background",
                        "migration: \"by_sensor\": 1 of 1 buckets migrated (100 %), valid throughout");
        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv");
        assertThat(terminal.out()).as("nothing makes that row any more").isEqualTo("bucket,readings,value\n");
        assertThat(terminal.type("verify", FILE)).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void rollup_addedLater_isFilledFromTheRecord() throws IOException {
        pipeline.change(
                "rollups:\n",
                "rollups:\n  all:\n    by: [sensor]\n    every: [1d]\n    measures: {highest: max(value)}\n");
        pipeline.receive(reading("b", "2026-03-29T08:10:00Z", "north", 9));

        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        terminal.type("query", FILE, "all", "sensor=north", "--from", "2026-03-28", "--format", "csv");
        assertThat(terminal.out()).isEqualTo("bucket,highest\n2026-03-28T00:00:00Z,7\n2026-03-29T00:00:00Z,9\n");
        terminal.type("status", FILE);
        assertThat(terminal.out()).doesNotContain("migration of");
    }

    @Test
    void rollup_takenOut_isSaidByRunAndStatus() throws IOException {
        pipeline.change(
                "rollups:\n",
                "rollups:\n  all:\n    by: [sensor]\n    every: [1d]\n    measures: {highest: max(value)}\n");
        terminal.type("run", FILE, "--once");
        pipeline.change(
                "rollups:\n  all:\n    by: [sensor]\n    every: [1d]\n    measures: {highest: max(value)}\n",
                "rollups:\n");

        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.err())
                .contains("rollup \"all\" is in the definition no more; its tables (all_1d) stay, no longer kept, until"
                        + " \"plan --drop all\"");
        terminal.type("status", FILE);
        assertThat(terminal.out()).contains("\"all\" is kept no longer, since batch ");
    }

    @Test
    void measure_addedLater_isFilledAndThenValidThroughout() throws IOException {
        pipeline.change("value: sum(value)}", "value: sum(value), highest: max(value)}");
        pipeline.receive(reading("b", "2026-03-28T08:30:00Z", "north", 2));

        assertThat(terminal.type("run", FILE, "--once", "--backfill", "oldest", "--backfill-share", "50"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);

        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv");
        assertThat(terminal.out()).isEqualTo("bucket,readings,value,highest\n2026-03-28T08:00:00Z,2,9,7\n");
        terminal.type("status", FILE);
        assertThat(terminal.out()).doesNotContain("not valid throughout");
    }

    /** As the run left it that met a record which had forgotten what was before April. */
    @Test
    void measure_thatTheRecordCannotFill_isNeverSilentlyNull() throws IOException {
        forgottenBefore(Instant.parse("2026-04-01T00:00:00Z"), "readings");

        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "json");
        assertThat(terminal.out())
                .contains("\"not_valid\"", "\"value\"")
                .doesNotContain("\"not_valid\": \"readings")
                .doesNotContain("readings, value");
        assertThat(terminal.err())
                .contains(
                        "\"value\" of \"by_sensor\": valid from 2026-04-01T00:00:00Z, for the record has forgotten what"
                                + " was before");
        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-04-01", "--format", "csv");
        assertThat(terminal.out()).isEqualTo("bucket,readings,value\n");
        assertThat(terminal.err()).doesNotContain("valid from");
        terminal.type("status", FILE, "--format", "csv");
        assertThat(terminal.out())
                .contains(
                        "by_sensor_1h,value,2026-04-01T00:00:00Z,forgotten by the record: stays as it was",
                        "by_sensor_1d,value,2026-04-01T00:00:00Z");
    }

    @Test
    void measure_renamed_isSaidAndFilled() throws IOException {
        pipeline.change("value: sum(value)}", "total: sum(value)}");

        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);

        assertThat(terminal.err())
                .contains(
                        "rollups.by_sensor.measures.total is new: sum(value), renamed from \"value\"",
                        "rollups.by_sensor.measures.value is gone: sum(value), renamed to \"total\"; its columns stay");
        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28", "--format", "csv");
        assertThat(terminal.out()).isEqualTo("bucket,readings,total\n2026-03-28T08:00:00Z,1,7\n");
    }

    @Test
    void query_ofARemovedRollup_saysWhatBecameOfIt() throws IOException {
        pipeline.change("  by_sensor:\n", "  by_place:\n");

        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28");
        assertThat(terminal.err())
                .contains(
                        "Cannot query \"by_sensor\": it was taken out of the definition of",
                        "which no run has stored yet");
        assertThat(terminal.type("run", FILE, "--once")).as(terminal.err()).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err())
                .contains(
                        "rollups.by_place is new: a new rollup, renamed from \"by_sensor\"",
                        "rollup \"by_sensor\" is in the definition no more: it is renamed to \"by_place\"; its tables");

        assertThat(terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28"))
                .isEqualTo(ExitCode.USAGE);

        assertThat(terminal.err())
                .contains(
                        "and nothing was added to it after batch ",
                        "Its tables (by_sensor_1h, by_sensor_1d) stand until \"plan --drop by_sensor\"",
                        "filled from the record");
    }

    @Test
    void query_beforeTheChangeRan_saysWhoseRowsTheseAre() throws IOException {
        pipeline.change("every: [1h, 1d]", "every: [1h, 1d]\n    where: value > 9");

        terminal.type("query", FILE, "by_sensor", "sensor=north", "--from", "2026-03-28");

        assertThat(terminal.err())
                .contains("No run has stored this definition yet: rows of \"by_sensor\" are of the one before.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "91"})
    void run_withAShareThatStarvesOneOfThem_isRefused(String share) {
        assertThat(terminal.type("run", FILE, "--once", "--backfill-share", share))
                .isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains("Cannot give " + share + " % of the time to making rows again");
    }

    /** @param kept a measure that says what it said before */
    private void forgottenBefore(Instant time, String kept) {
        LeaseHolder.amend(
                pipeline.stores().control(),
                pipeline.name(),
                stored -> new StoredDefinition(
                        stored.aspects(),
                        stored.rollups().stream()
                                .map(rollup -> new StoredRollup(
                                        rollup.name(),
                                        rollup.aspects(),
                                        rollup.tables(),
                                        new Redefined(1_000, Redefined.DONE, 1, Micros.of(time)),
                                        Map.of(kept, Redefined.NEVER, "1h", Redefined.NEVER, "1d", Redefined.NEVER),
                                        rollup.droppedAfter()))
                                .toList()));
    }

    @Test
    void check_connectedToTablesOfThisDefinition_saysSo() {
        assertThat(terminal.type("check", FILE, "--connect")).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err()).contains("the tables were written under this definition");
    }
}
