package tallyroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.docs.Page.Block;
import tallyroll.server.LocalServers;

/**
 * docs/tutorial.md, typed from top to bottom in an empty directory: its files are written, its commands run, and every line that it shows
 * of what they print is printed. In the page {@code …} stands for anything.
 */
class TutorialIT {
    private static final String COMMAND = "./tallyroll ";

    @TempDir
    static Path directory;

    private final StringWriter printed = new StringWriter();

    @AfterAll
    static void takeDownServers() {
        LocalServers.of(directory).wipe();
    }

    @Test
    void tutorial_typedFromTopToBottom_printsWhatThePageShows() throws IOException {
        List<String> seen = new ArrayList<>();
        for (Block block : Page.read(Page.HOME.resolve("docs/tutorial.md")).blocks()) {
            switch (block.info()) {
                case "json" -> Files.writeString(directory.resolve("rentals.ndjson"), block.text());
                case "sh" -> {
                    printed.getBuffer().setLength(0);
                    block.text().lines().forEach(this::type);
                    seen.add(block.text().strip());
                }
                case "text" -> shows(printed.toString(), block);
                case "yaml" -> shows(Files.readString(directory.resolve("rentals.yaml")), block);
                default -> assertThat(block.info()).as(block.toString()).isIn("sh", "json", "text", "yaml");
            }
        }
        assertThat(seen.get(0)).isEqualTo("./tallyroll up");
        assertThat(seen.get(seen.size() - 1)).isEqualTo("./tallyroll down --wipe");
    }

    private void type(String line) {
        PrintWriter writer = new PrintWriter(printed, true);
        Console console = new Console(writer, writer, false, directory, servers());
        ExitCode code = Main.run(console, line.substring(COMMAND.length()).split("\\s+"));

        assertThat(code).as("%s%n%s", line, printed).isEqualTo(ExitCode.RIGHT);
    }

    /** As the script finds the servers that {@code up} started. */
    private static Map<String, String> servers() {
        LocalServers servers = LocalServers.of(directory);
        boolean up = servers.all().stream().allMatch(server -> server.isRunning());
        return up ? Map.of("KAFKA", servers.bootstrap(), "CASSANDRA", servers.contactPoint()) : Map.of();
    }

    /** Whether the lines of the block come one after the other, with or without others between them. */
    private static void shows(String text, Block block) {
        List<String> lines = text.lines().map(String::strip).toList();
        int at = 0;
        for (String expected : block.text().lines().map(String::strip).toList()) {
            Pattern line = pattern(expected);
            int from = at;
            while (at < lines.size() && !line.matcher(lines.get(at)).matches()) {
                at++;
            }
            assertThat(at)
                    .as("%s shows \"%s\", which did not come behind line %d of:%n%s", block, expected, from, text)
                    .isLessThan(lines.size());
            at++;
        }
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Stream.of(line.split("…", -1))
                .map(part -> Stream.of(part.split(" +", -1)).map(Pattern::quote).collect(Collectors.joining(" +")))
                .collect(Collectors.joining(".*")));
    }
}
