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

/** The help of all commands of all modules, as lab's class path shows them. */
class HelpTest {
    @Test
    void help_ofTheShell_namesEveryVerbOnce() {
        String help = help();

        assertThat(names()).isNotEmpty().allSatisfy(command -> assertThat(help)
                .containsOnlyOnce("\n  " + command + " "));
    }

    @Test
    void verbs_ofAllModules_haveDistinctPlaces() {
        assertThat(Main.commandsOnClassPath()).extracting(Command::place).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("names")
    void help_ofEachCommand_hasADescriptionAndAnExample(String command) {
        assertThat(help(command)).contains("Usage: tallyroll " + command, "Example:", "./tallyroll " + command);
    }

    private static Stream<String> names() {
        return Main.commandsOnClassPath().stream().map(command -> new CommandLine(command).getCommandName());
    }

    private static String help(String... words) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        String[] args = Stream.concat(Stream.of(words), Stream.of("--help")).toArray(String[]::new);

        ExitCode code = Main.run(new Console(writer, writer, false, Path.of(""), Map.of()), args);

        assertThat(code).isEqualTo(ExitCode.RIGHT);
        return printed.toString();
    }
}
