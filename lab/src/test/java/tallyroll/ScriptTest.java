package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.server.Await;

/**
 * What {@code ./tallyroll} does before there is a JVM, in a checkout whose {@code mvnw} makes empty jars and whose {@code java}
 * prints what it was called with.
 */
class ScriptTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final String SERVICES = "src/main/resources/META-INF/services/tallyroll.cli.Command";

    @TempDir
    private Path directory;

    private Path checkout;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void makeCheckout() throws Exception {
        directory = directory.toRealPath();
        checkout = Files.createDirectories(directory.resolve("checkout"));
        Files.copy(HOME.resolve("tallyroll"), checkout.resolve("tallyroll"));
        Files.createDirectories(checkout.resolve("build-rules"));
        Files.copy(HOME.resolve("build-rules/quiet.options"), checkout.resolve("build-rules/quiet.options"));
        Files.createDirectories(checkout.resolve("examples"));
        Files.createDirectories(checkout.resolve("lab/servers/kafka"));
        for (String pom : List.of("", "core/", "store/", "engine/", "cli/", "lab/", "lab/servers/kafka/")) {
            Files.createDirectories(checkout.resolve(pom + "src/main"));
            Files.writeString(checkout.resolve(pom + "pom.xml"), "<project/>");
        }
        for (String module : List.of("cli", "lab")) {
            Path services = checkout.resolve(module).resolve(SERVICES);
            Files.createDirectories(services.getParent());
            Files.copy(HOME.resolve(module).resolve(SERVICES), services);
        }
        Files.writeString(directory.resolve("library.jar"), "");
        Files.writeString(directory.resolve("server.jar"), "");
        program(checkout.resolve("mvnw"), """
                echo built >>builds
                for module in core store engine cli lab; do
                  mkdir -p $module/target lab/servers/kafka/target
                  : >$module/target/tallyroll-$module-1.jar
                  : >$module/target/tallyroll-$module-1-tests.jar
                  echo LIBRARY >$module/target/classpath
                done
                echo LIBRARY >cli/target/classpath.spark
                echo SERVER >lab/servers/kafka/target/classpath
                """.replace(
                        "LIBRARY", directory.resolve("library.jar").toString())
                .replace("SERVER", directory.resolve("server.jar").toString()));
        environment.put("JAVA_HOME", jdk("jdk-17", "17.0.1").toString());
        environment.put("TALLYROLL_JDKS", directory.resolve("none").toString());
        environment.put("TALLYROLL_ARCHIVE", "never");
    }

    @ParameterizedTest
    @CsvSource({"11.0.22", "1.8.0_392"})
    void script_oldJava_isRefusedByItsVersion(String version) throws Exception {
        Path home = jdk("old", version);
        environment.put("JAVA_HOME", home.toString());

        assertThat(run("--help"))
                .isEqualTo(
                        "1: Cannot run on Java %s (%s/bin/java). Tallyroll needs Java 17 or later; set JAVA_HOME to one.\n"
                                .formatted(version, home));
    }

    @Test
    void script_wrongJavaHome_isNamed() throws Exception {
        environment.put("JAVA_HOME", directory.toString());

        assertThat(run("--help")).contains("Cannot run", "JAVA_HOME is \"" + directory + "\"");
    }

    @Test
    void script_throughALink_findsItsHome() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("tallyroll"));

        assertThat(run(link, "plan")).contains("-Dtallyroll.home=" + checkout + " ");
    }

    @Test
    void classPath_givenByTheUser_standsBehindOurs() throws Exception {
        environment.put("TALLYROLL_CLASSPATH", "/jms/*:/x.jar");

        assertThat(run("advise", "flights.yaml"))
                .endsWith("-cp " + jars(checkout, "cli", "engine", "store", "core")
                        + ":%s/library.jar:/jms/*:/x.jar tallyroll.cli.Main advise flights.yaml\n"
                                .formatted(directory));
    }

    @ParameterizedTest
    @CsvSource({
        "advise,     true,  false, false", // the command line alone
        "check,      true,  true,  false", // Spark's classes, for a moment
        "run,        false, true,  false",
        "down,       true,  false, true",
        "quickstart, false, true,  true",
        "nonsense,   true,  false, true", // all commands are known there
        "'',         true,  false, true"
    })
    void jvm_ofACommand_isWhatTheCommandSaysItNeeds(String command, boolean quick, boolean spark, boolean lab)
            throws Exception {
        String called = command.isEmpty() ? run() : run(command);

        assertThat(called.contains("-XX:TieredStopAtLevel=1")).isEqualTo(quick);
        assertThat(called.contains("spark.options")).isEqualTo(spark);
        assertThat(called.contains("tallyroll-lab-1.jar")).isEqualTo(lab);
    }

    @Test
    void build_nothingChanged_isNotRepeated() throws Exception {
        run("plan");
        run("run");

        assertThat(builds(checkout)).isEqualTo(1);
    }

    @Test
    void build_sourceOfOtherContentWithAnOldTime_isRepeated() throws Exception {
        Path source = Files.writeString(checkout.resolve("core/src/main/A.java"), "one");
        run("plan");
        var before = Files.getLastModifiedTime(source);
        Files.setLastModifiedTime(Files.writeString(source, "two"), before);

        assertThat(run("plan")).startsWith("0: building Tallyroll (sources changed)");
        assertThat(builds(checkout)).isEqualTo(2);
    }

    @Test
    void build_sourceDeleted_isRepeated() throws Exception {
        Path source = Files.writeString(checkout.resolve("core/src/main/A.java"), "one");
        run("plan");
        Files.delete(source);
        run("plan");

        assertThat(builds(checkout)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"library.jar", "server.jar"})
    void build_libraryGoneFromTheRepository_isRepeated(String jar) throws Exception {
        run("plan");
        Files.delete(directory.resolve(jar));
        run("plan");

        assertThat(builds(checkout)).isEqualTo(2);
    }

    @Test
    void build_notWantedButSomethingIsMissing_isNamed() throws Exception {
        environment.put("TALLYROLL_BUILD", "never");

        assertThat(run("plan"))
                .isEqualTo(("1: Cannot run what was built last in %s: %s/cli/target/classpath is missing."
                                + " Unset TALLYROLL_BUILD, so that it is built.\n")
                        .formatted(checkout, checkout));
    }

    /** The rehearsal's JVM is this test's program too: it prints its call, into the archive's log. */
    @ParameterizedTest
    @CsvSource({"check, quick", "run, spark"})
    void archive_madeInTheBackgroundAfterABuild_isUsedFromThenOn(String command, String name) throws Exception {
        environment.remove("TALLYROLL_ARCHIVE");
        Path archives = checkout.resolve("target/archives");
        Path archive = archives.resolve("17.0.1-" + name + ".jsa");

        assertThat(run(command)).doesNotContain("SharedArchiveFile", "Rehearsal");
        assertThat(Await.until(Duration.ofSeconds(30), () -> !Files.exists(archives.resolve("making"))))
                .isTrue();
        assertThat(Files.readString(archives.resolve("log")))
                .contains("-XX:ArchiveClassesAtExit=" + archive + ".new -cp " + jars(checkout, "cli", "engine"))
                .contains("tallyroll.command.Rehearsal " + archives + "/rehearsal " + name);
        assertThat(archive).as("what could not be made").isEmptyFile();
        assertThat(run(command)).as("is not made again, and not used").doesNotContain("SharedArchiveFile");
        Files.writeString(archive, "classes");

        assertThat(run(command)).contains("-XX:SharedArchiveFile=" + archive + " -Xlog:cds=off");
        Files.writeString(checkout.resolve("core/src/main/B.java"), "changed");
        assertThat(run(command)).as("after another build").doesNotContain("SharedArchiveFile");
        assertThat(Await.until(Duration.ofSeconds(30), () -> !Files.exists(archives.resolve("making"))))
                .isTrue();
    }

    @Test
    void providers_areLookedForInOurJarsAndTheUsers() throws Exception {
        assertThat(run("run"))
                .contains("-Dtallyroll.providers=" + jars(checkout, "cli", "engine", "store", "core") + " ");
        environment.put("TALLYROLL_CLASSPATH", "/x.jar");
        assertThat(run("run"))
                .contains("-Dtallyroll.providers=" + jars(checkout, "cli", "engine", "store", "core"))
                .contains("tallyroll-core-1.jar:/x.jar -Dtallyroll.terminal");
        environment.put("TALLYROLL_CLASSPATH", "/jms/*");
        assertThat(run("run")).as("all of the class path").contains("-Dtallyroll.providers= ");
    }

    @Test
    void checkout_copiedOrMoved_runsItsOwnJarsWithoutABuild() throws Exception {
        run("plan");
        Path copy = directory.resolve("copy");
        assertThat(new ProcessBuilder("cp", "-R", checkout.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(run(copy.resolve("tallyroll"), "plan"))
                .contains("-cp " + jars(copy, "cli", "engine", "store", "core"))
                .doesNotContain(checkout + "/");
        Path moved = Files.move(copy, directory.resolve("moved"));

        assertThat(run(moved.resolve("tallyroll"), "quickstart"))
                .contains("-cp " + jars(moved, "lab", "cli", "engine", "store", "core"))
                .doesNotContain(checkout + "/", copy + "/");
        assertThat(builds(moved)).isEqualTo(1);
    }

    @Test
    void node_onJava25Alone_isRefusedBeforeTheBuild() throws Exception {
        String path = javaOnThePath("25.0.3");

        assertThat(run("quickstart"))
                .startsWith(
                        "1: Cannot start a Cassandra node on Java 25.0.3 (%s/java): Cassandra 5.0 needs a JDK 17 to 23, and there is none in %s/none.\n"
                                .formatted(path, directory))
                .contains("apt-get install", "set TALLYROLL_SERVER_JAVA to its directory");
        assertThat(builds(checkout)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"check", "run", "servers", "down"})
    void node_ofNoUseToACommand_isNotLookedFor(String command) throws Exception {
        javaOnThePath("25.0.3");

        assertThat(run(command)).startsWith("0: ").contains("@" + checkout + "/build-rules/quiet.options");
    }

    @ParameterizedTest
    @CsvSource({"jdks/jdk-21", "jdks/zulu-21/Contents/Home"})
    void node_onJava25WithAnotherBesideIt_getsThat(String where) throws Exception {
        javaOnThePath("25.0.3");
        jdk("jdks/aaa-11", "11.0.2");
        jdk("jdks/aab-24", "24");
        Path other = jdk(where, "21.0.5");
        environment.put("TALLYROLL_JDKS", directory.resolve("none") + ":" + directory.resolve("jdks"));

        assertThat(run("up")).contains("[server java: %s/bin/java]".formatted(other));
    }

    @Test
    void node_javaHomeOf25ButThePathHas21_getsThatOfThePath() throws Exception {
        String path = javaOnThePath("21");
        environment.put("JAVA_HOME", jdk("jdk-25", "25").toString());

        assertThat(run("up")).contains("[server java: %s/java]".formatted(path));
    }

    @Test
    void node_serverJavaGiven_winsOverAnyOther() throws Exception {
        Path given = jdk("given", "17.0.9");
        environment.put("TALLYROLL_SERVER_JAVA", given.toString());

        assertThat(run("up")).contains("[server java: %s/bin/java]".formatted(given));
    }

    @Test
    void node_serverJavaTooNew_isRefused() throws Exception {
        Path given = jdk("given", "24.0.1");
        environment.put("TALLYROLL_SERVER_JAVA", given.toString());

        assertThat(run("up"))
                .isEqualTo(
                        "1: Cannot start a Cassandra node on Java 24.0.1, to which TALLYROLL_SERVER_JAVA points (\"%s\"): Cassandra 5.0 needs a JDK 17 to 23.\n"
                                .formatted(given));
    }

    private static String jars(Path home, String... modules) {
        return String.join(
                ":",
                Stream.of(modules)
                        .map(module -> "%s/%s/target/tallyroll-%s-1.jar".formatted(home, module, module))
                        .toList());
    }

    private static int builds(Path home) throws Exception {
        Path builds = home.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** Puts a folder first on the path whose {@code java} is of that version, and takes JAVA_HOME away. */
    private String javaOnThePath(String version) throws Exception {
        Path folder = jdk("on-path", version).resolve("bin");
        environment.remove("JAVA_HOME");
        environment.put("PATH", folder + ":" + System.getenv("PATH"));
        return folder.toString();
    }

    private Path jdk(String name, String version) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        program(home.resolve("bin/java"), "echo \"$@\"\necho \"[server java: $TALLYROLL_SERVER_JAVA]\" >&2\n");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static void program(Path file, String text) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(String... arguments) throws Exception {
        return run(checkout.resolve("tallyroll"), arguments);
    }

    /** Exit code, then standard error, then standard output. */
    private String run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path said = directory.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(said.toFile());
        builder.environment().keySet().removeIf(name -> name.equals("JAVA_HOME") || name.startsWith("TALLYROLL_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + Files.readString(said) + printed;
    }
}
