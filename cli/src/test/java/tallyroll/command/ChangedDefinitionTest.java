package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.command.LoggedPipeline.FILE;
import static tallyroll.command.LoggedPipeline.reading;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.cli.ExitCode;

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
                                + " from the record, newest buckets first",
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
    void check_connectedToTablesOfThisDefinition_saysSo() {
        assertThat(terminal.type("check", FILE, "--connect")).isEqualTo(ExitCode.RIGHT);
        assertThat(terminal.err()).contains("the tables were written under this definition");
    }
}
