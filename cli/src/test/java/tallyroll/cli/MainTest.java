package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void run_verbThatEndsWell_printsItsResultAndIsRight() {
        assertThat(run(() -> ExitCode.RIGHT, "probe")).isEqualTo(ExitCode.RIGHT);
        assertThat(out).hasToString("probed as table\n");
    }

    @Test
    void run_verbThatFindsDrift_exitsWithThree() {
        assertThat(run(() -> ExitCode.DRIFT, "probe").number()).isEqualTo(3);
    }

    @Test
    void run_failure_printsOnlyItsMessage() {
        assertThat(run(() -> fail(new Failure(ExitCode.FENCED, "Cannot apply batch 4.")), "probe"))
                .isEqualTo(ExitCode.FENCED);
        assertThat(err).hasToString("Cannot apply batch 4.\n");
    }

    @Test
    void run_unexpectedFault_namesTheVerbAndTheWayToSeeMore() {
        assertThat(run(() -> fail(new IllegalStateException("no ink")), "probe"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err)
                .hasToString("Set TALLYROLL_DEBUG=1 to see where it happened.\n" + "Cannot finish \"probe\": no ink\n");
    }

    @Test
    void run_unexpectedFaultInDebug_showsTheStack() {
        run(Map.of("TALLYROLL_DEBUG", "1"), () -> fail(new IllegalStateException("no ink")), "probe");

        assertThat(err.toString()).contains("java.lang.IllegalStateException: no ink", "\tat tallyroll.cli.MainTest");
    }

    @Test
    void run_misspeltVerb_suggestsTheRightOne() {
        assertThat(run(() -> ExitCode.RIGHT, "prob")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("There is no command \"prob\".", "Did you mean", "probe", "Try: tallyroll --help");
    }

    @Test
    void run_wrongOption_pointsAtTheVerbsHelp() {
        assertThat(run(() -> ExitCode.RIGHT, "probe", "--format", "xml")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--format", "xml", "TABLE, CSV, JSON", "Try: tallyroll probe --help");
    }

    @Test
    void run_nothing_showsTheHelpAsAnError() {
        assertThat(run(() -> ExitCode.RIGHT)).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("Commands:", "probe", "Tries the shell.");
    }

    @Test
    void run_help_isRightForTheShellAndTheVerb() {
        assertThat(run(() -> ExitCode.FAILED, "--help")).isEqualTo(ExitCode.RIGHT);
        assertThat(run(() -> ExitCode.FAILED, "probe", "--help")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).contains("Usage: tallyroll probe", "Example:");
    }

    @Test
    void run_help_listsVerbsByPlace() {
        Command last = new Probe(9, () -> ExitCode.RIGHT);
        Command first = new First();

        Main.run(List.of(last, first), console(Map.of()), "--help");

        assertThat(out.toString()).containsSubsequence("first", "probe");
    }

    private ExitCode run(Callable<ExitCode> work, String... args) {
        return run(Map.of(), work, args);
    }

    private ExitCode run(Map<String, String> environment, Callable<ExitCode> work, String... args) {
        return Main.run(List.of(new Probe(1, work)), console(environment), args);
    }

    private Console console(Map<String, String> environment) {
        return new Console(new PrintWriter(out), new PrintWriter(err), false, Path.of(""), environment);
    }

    private static ExitCode fail(RuntimeException fault) {
        throw fault;
    }

    @CommandLine.Command(
            name = "probe",
            description = "Tries the shell.",
            footer = {"", "Example:", "  tallyroll probe"})
    static final class Probe implements Command {
        private final int place;
        private final Callable<ExitCode> work;

        @Mixin
        private FormatOption format;

        Probe(int place, Callable<ExitCode> work) {
            this.place = place;
            this.work = work;
        }

        @Override
        public int place() {
            return place;
        }

        @Override
        public ExitCode run(Console console) throws Exception {
            ExitCode code = work.call();
            console.say("probed as " + format.format());
            return code;
        }
    }

    @CommandLine.Command(name = "first", description = "Comes first.")
    static final class First implements Command {
        @Option(names = "--loud")
        private boolean loud;

        @Override
        public int place() {
            return 1;
        }

        @Override
        public ExitCode run(Console console) {
            return loud ? ExitCode.FAILED : ExitCode.RIGHT;
        }
    }
}
