package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tallyroll.cli.Main;

/** What commands declare to need beside their registration, where {@code ./tallyroll} reads it. */
class CommandNeedsTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final Pattern REGISTRATION =
            Pattern.compile("(tallyroll\\.\\S+)\\s+# (\\w+):((?: (?:spark|quick|node))*)");

    /** Each in its shortest call that reaches all it needs, as far as that goes without a server. */
    private static final Map<String, List<String>> WITHOUT_SPARK = Map.of("advise", List.of());

    /** What comes with Spark alone: of Netty, which it brings too, only the codec is a dependency of ours. */
    private static final Pattern BY_SPARK = Pattern.compile(".*/(spark|scala|hadoop|netty(?!-codec-mqtt))-[^/]*\\.jar");

    @Test
    void registrations_ofAllModules_nameEachCommandByItsName() throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (String module : List.of("cli", "lab")) {
            registrations(module).forEach(one -> found.put(one.group(1), one.group(2)));
        }

        assertThat(found)
                .isEqualTo(Main.commandsOnClassPath().stream()
                        .collect(Collectors.toMap(
                                command -> command.getClass().getName(),
                                command -> new CommandLine(command).getCommandName())));
    }

    @Test
    void commands_thatDoNotNameSpark_haveNoNeedOfIt() throws Exception {
        assertThat(registrations("cli").stream()
                        .filter(one -> !one.group(3).contains("spark"))
                        .map(one -> one.group(2)))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_SPARK.keySet());

        try (URLClassLoader loader = new URLClassLoader(jarsWithoutSpark(), ClassLoader.getPlatformClassLoader())) {
            for (String command : WITHOUT_SPARK.keySet()) {
                assertThat(run(loader, command))
                        .as(command)
                        .doesNotContain("NoClassDefFound", "ClassNotFound")
                        .contains("--kafka");
            }
        }
    }

    /** What Main prints in a class loader of its own. */
    private static String run(ClassLoader loader, String command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(WITHOUT_SPARK.get(command));
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class<?> consoleClass = loader.loadClass("tallyroll.cli.Console");
            Object console = consoleClass.getConstructors()[0].newInstance(
                    writer, writer, false, Path.of(""), Map.of("CASSANDRA", "127.0.0.1:1"));
            loader.loadClass("tallyroll.cli.Main")
                    .getMethod("run", consoleClass, String[].class)
                    .invoke(null, console, arguments.toArray(String[]::new));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        writer.flush();
        return printed.toString();
    }

    private static List<Matcher> registrations(String module) throws IOException {
        List<Matcher> registrations = new ArrayList<>();
        for (String line : Files.readAllLines(
                HOME.resolve(module).resolve("src/main/resources/META-INF/services/tallyroll.cli.Command"))) {
            Matcher registration = REGISTRATION.matcher(line);
            if (!line.startsWith("#")) {
                assertThat(registration.matches()).as(line).isTrue();
                registrations.add(registration);
            }
        }
        return registrations;
    }

    private static URL[] jarsWithoutSpark() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!BY_SPARK.matcher(entry).matches()) {
                jars.add(Path.of(entry).toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }
}
