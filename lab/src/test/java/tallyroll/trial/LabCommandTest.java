package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.LabReport;
import tallyroll.report.LabRun;
import tallyroll.report.Machine;
import tallyroll.report.Part;
import tallyroll.report.ReportJson;
import tallyroll.report.Trial;

/** What the lab does without running anything: put reports together, make a page, refuse. */
class LabCommandTest {
    private static final Trial NOT_APPLICABLE = new Trial.NotApplicable(FaultKind.TASK_RETRIED, Part.TASKS);
    private static final Trial FAILED = new Trial.Failed(FaultKind.TASK_RETRIED, "no server");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeReports() throws IOException {
        write("a.json", run("first", 1).with(Strategy.COUNTERS, NOT_APPLICABLE));
        write("b.json", run("second", 1).with(Strategy.AGGREGATES, NOT_APPLICABLE));
        write("failed.json", run("third", 1).with(Strategy.AGGREGATES, FAILED));
    }

    @Test
    void merge_twoReports_writesOneAndItsPage() throws IOException {
        assertThat(lab("--merge", "a.json", "b.json", "--out", "both")).isEqualTo(ExitCode.RIGHT);

        LabReport merged = ReportJson.read(directory.resolve("both/report.json"));
        assertThat(merged.runs()).extracting(LabRun::command).containsExactly("first", "second");
        assertThat(merged.strategies())
                .extracting(one -> one.strategy().label())
                .containsExactly("counters", "aggregates");
        assertThat(directory.resolve("both/report.html"))
                .content()
                .contains("<title>Two ways to keep a tally, one way to break it</title>");
        assertThat(out.toString()).contains("Totals after each fault");
    }

    @Test
    void merge_aTrialThatFailed_exitsAsTheLabWould() {
        assertThat(lab("--merge", "a.json", "failed.json", "--out", "both")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void merge_withoutOut_isRefused() {
        assertThat(lab("--merge", "a.json", "b.json")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Cannot merge: --out DIR is missing, where the merged report goes.");
    }

    @Test
    void merge_contradiction_isRefusedWithTheTrial() throws IOException {
        write(
                "c.json",
                run("fourth", 1).with(Strategy.COUNTERS, new Trial.NotApplicable(FaultKind.TASK_RETRIED, Part.KAFKA)));

        assertThat(lab("--merge", "a.json", "c.json", "--out", "both")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("Cannot merge [a.json, c.json]: both have a result of counters task-retried, and the results"
                        + " differ. Leave that trial out of all reports but one.");
    }

    @Test
    void page_ofAReport_isWrittenBesideIt() {
        assertThat(lab("--page", "a.json")).isEqualTo(ExitCode.RIGHT);

        assertThat(directory.resolve("report.html")).content().contains("One way to keep a tally");
        assertThat(err.toString()).contains("wrote " + directory.resolve("report.html"));
    }

    @Test
    void page_ofNoReport_saysWhatIsMissing() {
        assertThat(lab("--page", "none.json")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .contains("Cannot read the lab's report " + directory.resolve("none.json") + ": there is no such file");
    }

    @Test
    void resume_withoutOut_isRefused() {
        assertThat(lab("--resume")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("Cannot resume: --out DIR is missing, where the report.json to continue is.");
    }

    @Test
    void resume_otherEvents_isRefusedBeforeAnyServerStarts() throws IOException {
        write("report.json", run("first", 7));

        assertThat(lab("--resume", "--out", ".", "--seed", "8")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("it was made with --events 20000 --measured-events 200000 --seed 7. Use the same, or another"
                        + " --out.")
                .doesNotContain("starting");
    }

    private ExitCode lab(String... options) {
        List<String> arguments = new java.util.ArrayList<>(List.of("lab"));
        arguments.addAll(List.of(options));
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, directory, Map.of());
        return Main.run(console, arguments.toArray(String[]::new));
    }

    private void write(String name, LabReport report) throws IOException {
        ReportJson.write(report, directory.resolve(name));
    }

    private static LabReport run(String command, long seed) {
        return LabReport.begun(new LabRun(
                command,
                seed,
                200_000,
                20_000,
                Instant.EPOCH,
                0,
                new Machine(2, "cpu", 1, "17", "Linux"),
                new LabRun.Versions("1", "2", "3", "4"),
                List.of()));
    }
}
