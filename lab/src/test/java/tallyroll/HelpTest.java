package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;

/** The help of all verbs of all modules, as lab's class path shows them. */
class HelpTest {
    @Test
    void help_ofTheShell_namesEveryVerbOnce() {
        String help = help();

        assertThat(verbs()).isNotEmpty().allSatisfy(verb -> assertThat(help).containsOnlyOnce("\n  " + verb + " "));
    }

    @Test
    void verbs_ofAllModules_haveDistinctPlaces() {
        assertThat(Main.verbsOnClassPath()).extracting(Command::place).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void help_ofEachVerb_hasADescriptionAndAnExample(String verb) {
        assertThat(help(verb)).contains("Usage: tallyroll " + verb, "Example:", "./tallyroll " + verb);
    }

    private static Stream<String> verbs() {
        return Main.verbsOnClassPath().stream().map(verb -> new CommandLine(verb).getCommandName());
    }

    private static String help(String... words) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        String[] args = Stream.concat(Stream.of(words), Stream.of("--help")).toArray(String[]::new);

        ExitCode code = Main.run(new Console(writer, writer, false, Path.of(""), Map.of()), args);

        assertThat(code).isEqualTo(ExitCode.RIGHT);
        return said.toString();
    }
}
