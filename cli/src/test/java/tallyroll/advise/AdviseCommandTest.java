package tallyroll.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Main;

class AdviseCommandTest {
    private static final String ALL =
            "--kafka yes --accuracy eventually-exact --measures any --speed first --density no";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void advise_allFlags_printsStrategyReasonsPriceAndGrid() {
        assertThat(advise(ALL)).isEqualTo(ExitCode.RIGHT);

        assertThat(err).hasToString("");
        assertThat(out.toString())
                .startsWith("Choose idempotent-direct\n\nWhy\n  - Totals must end exact")
                .containsSubsequence(
                        "What it gives up",
                        "kept as",
                        "counters     counters    (counters-wal)    (counters-direct)",
                        "aggregates   aggregates   aggregates-wal    aggregates-direct",
                        "idempotent   idempotent   idempotent-wal   [idempotent-direct]",
                        "explained, never recommended",
                        "./tallyroll advise " + ALL + " --out my_flights.yaml");
    }

    @Test
    void advise_linesForPeople_fitATerminal() {
        advise("--kafka no --accuracy may-overcount --measures counts --speed can-wait --density first");

        assertThat(out.toString().lines().filter(line -> !line.contains("./tallyroll")))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
    }

    @Test
    void advise_asJson_isOneObjectOfThreeParts() {
        assertThat(advise(ALL + " --format json")).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString())
                .startsWith("{")
                .contains(
                        "\"advice\" : [",
                        "\"strategy\" : \"idempotent-direct\"",
                        "\"reasons\" : [",
                        "\"strategies\" : [");
    }

    @Test
    void advise_asCsv_hasARowForEachStrategy() {
        assertThat(advise(ALL + " --format csv")).isEqualTo(ExitCode.RIGHT);

        assertThat(out.toString())
                .contains(
                        "idempotent-direct,yes,eventually-exact,any,first,no,\n",
                        "counters-wal,counters,wal,false,false\n",
                        "idempotent-direct,idempotent,direct,true,true\n");
    }

    @Test
    void advise_flagsMissingAndNoTerminal_namesThem() {
        assertThat(advise("--kafka yes --speed first")).isEqualTo(ExitCode.USAGE);

        assertThat(out).hasToString("");
        assertThat(err)
                .hasToString("Cannot advise without --accuracy, --measures, --density: give each an answer,"
                        + " or run it on a terminal to be asked.\n");
    }

    @Test
    void advise_wrongAnswer_isUsageWithTheRightOnes() {
        assertThat(advise("--kafka maybe")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .hasToString(
                        "Cannot advise: --kafka is \"maybe\", which is none of yes, no\nTry: tallyroll advise --help\n");
    }

    @Test
    void advise_help_namesEveryAnswer() {
        advise("--help");

        for (Question question : Advice.QUESTIONS) {
            assertThat(out.toString()).containsSubsequence(question.flag(), question.words() + ".");
        }
    }

    @Test
    void advise_out_writesADefinitionThatCheckAccepts() {
        assertThat(advise(ALL + " --out mine.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).endsWith("""
                Try next
                  ./tallyroll check mine.yaml
                      after editing what is marked with "<-" in it
                """);

        assertThat(Main.run(console(false), "check", "mine.yaml")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).contains("mine.yaml is right");
    }

    @Test
    void advise_outIsThereAlready_isRefusedBeforeAnythingIsAsked() throws IOException {
        Files.writeString(directory.resolve("mine.yaml"), "precious");

        assertThat(ask("", "--out", "mine.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .hasToString("Cannot write the definition \"mine.yaml\": there is a file of that name;"
                        + " choose another, or add --force to replace it\n");
        assertThat(directory.resolve("mine.yaml")).hasContent("precious");
    }

    @Test
    void advise_outWithForce_replaces() throws IOException {
        Files.writeString(directory.resolve("mine.yaml"), "precious");

        assertThat(advise(ALL + " --out mine.yaml --force")).isEqualTo(ExitCode.RIGHT);
        assertThat(directory.resolve("mine.yaml")).content().contains("strategy: idempotent-direct");
    }

    @Test
    void advise_outInNoDirectory_isUsage() {
        assertThat(advise(ALL + " --out nowhere/mine.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .hasToString(
                        "Cannot write the definition \"nowhere/mine.yaml\": there is no such directory; make it first\n");
    }

    @Test
    void advise_onATerminal_asksWhatIsNotGiven() throws IOException {
        assertThat(ask("m\nCOUNTS\nfirst\n", "--kafka", "no", "--density", "first"))
                .isEqualTo(ExitCode.RIGHT);

        assertThat(err.toString())
                .containsSubsequence(
                        "1 of 3  How right must a total become?",
                        "2 of 3  What is summed up?",
                        "3 of 3  Where does speed stand?")
                .doesNotContain("Is Kafka", "the least space");
        assertThat(out.toString()).startsWith("Choose counters\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "perhaps", "yess", "yn"})
    void advise_wrongAnswerOnATerminal_isAskedAgain(String wrong) throws IOException {
        assertThat(ask(wrong + "\nyes\ne\na\nf\nn\n")).isEqualTo(ExitCode.RIGHT);

        assertThat(err.toString())
                .containsOnlyOnce("        > " + "        That is none of yes, no; the first letter is enough.\n");
        assertThat(out.toString()).startsWith("Choose idempotent-direct\n");
    }

    @Test
    void advise_inputEnds_isUsageAndNamesTheFlag() throws IOException {
        assertThat(ask("yes\n", "--out", "mine.yaml")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .endsWith("Cannot advise: the input ended before \"How right must a total become?\" was answered;"
                        + " give --accuracy, see ./tallyroll advise --help\n");
        assertThat(directory.resolve("mine.yaml")).doesNotExist();
    }

    private ExitCode advise(String flags) {
        List<String> arguments = new ArrayList<>(List.of("advise"));
        arguments.addAll(List.of(flags.split(" ")));
        return Main.run(console(false), arguments.toArray(String[]::new));
    }

    private ExitCode ask(String typed, String... flags) throws IOException {
        AdviseCommand verb = new AdviseCommand(() -> new BufferedReader(new StringReader(typed)));
        new CommandLine(verb).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(flags);
        Console terminal = console(true);
        try {
            return verb.run(terminal);
        } catch (Failure failure) {
            terminal.note(failure.getMessage());
            return failure.exitCode();
        }
    }

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out), new PrintWriter(err), terminal, directory, Map.of());
    }
}
