package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tallyroll.cli.Main;

/** What commands declare to need beside their registration, where {@code ./tallyroll} reads it. */
class CommandNeedsTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final Pattern REGISTRATION =
            Pattern.compile("(tallyroll\\.\\S+)\\s+# (\\w+):((?: (?:spark|quick|node))+)");

    @Test
    void registrations_ofAllModules_nameEachCommandByItsName() throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (String module : List.of("cli", "lab")) {
            for (String line : Files.readAllLines(
                    HOME.resolve(module).resolve("src/main/resources/META-INF/services/tallyroll.cli.Command"))) {
                Matcher registration = REGISTRATION.matcher(line);
                assertThat(line.startsWith("#") || registration.matches())
                        .as(line)
                        .isTrue();
                if (!line.startsWith("#")) {
                    found.put(registration.group(1), registration.group(2));
                }
            }
        }

        assertThat(found)
                .isEqualTo(Main.commandsOnClassPath().stream()
                        .collect(Collectors.toMap(
                                command -> command.getClass().getName(),
                                command -> new CommandLine(command).getCommandName())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"advise", "query", "plan"})
    void commands_thatDoNotNameSpark_haveNoNeedOfIt(String command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command));
        if (!command.equals("advise")) {
            arguments.add(HOME.resolve("examples/flights.yaml").toString());
        }
        if (command.equals("query")) {
            arguments.addAll(List.of("delays_by_origin", "origin=ORD", "--from", "2001-01-05", "--to", "2001-01-06"));
        }

        assertThat(runWithoutSpark(arguments))
                .doesNotContain("NoClassDefFound", "ClassNotFound")
                .contains(command.equals("advise") ? "--kafka" : "Cannot reach Cassandra at 127.0.0.1:1");
    }

    /** Runs Main in a class loader of its own that finds no jar of Spark, Scala or Hadoop. */
    private static String runWithoutSpark(List<String> arguments) throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        URL[] rest = Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*/(spark|scala|hadoop)-[^/]*\\.jar"))
                .map(CommandNeedsTest::url)
                .toArray(URL[]::new);
        StringWriter said = new StringWriter();
        try (URLClassLoader loader = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader())) {
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(loader);
            try {
                PrintWriter writer = new PrintWriter(said);
                Class<?> consoleClass = loader.loadClass("tallyroll.cli.Console");
                Object console = consoleClass.getConstructors()[0].newInstance(
                        writer, writer, false, Path.of(""), Map.of("CASSANDRA", "127.0.0.1:1"));
                loader.loadClass("tallyroll.cli.Main")
                        .getMethod("run", consoleClass, String[].class)
                        .invoke(null, console, arguments.toArray(String[]::new));
                writer.flush();
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }
        return said.toString();
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(entry, impossible);
        }
    }
}
