package tallyroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./tallyroll} does before there is a JVM. */
class ScriptTest {
    private static final Path SCRIPT = Path.of(System.getProperty("tallyroll.home"), "tallyroll");

    @TempDir
    private Path directory;

    @Test
    void script_oldJava_isRefusedByItsVersion() throws Exception {
        Path home = javaHome("JAVA_VERSION=\"11.0.22\"");

        assertThat(run(SCRIPT, home))
                .isEqualTo(
                        "1: Cannot run on Java 11.0.22 (%s/bin/java). Tallyroll needs Java 17 or later;".formatted(home)
                                + " set JAVA_HOME to one.\n");
    }

    @Test
    void script_oldestScheme_isRefusedToo() throws Exception {
        assertThat(run(SCRIPT, javaHome("JAVA_VERSION=\"1.8.0_392\""))).startsWith("1: Cannot run on Java 1.8.0_392");
    }

    @Test
    void script_wrongJavaHome_isNamed() throws Exception {
        assertThat(run(SCRIPT, directory)).contains("Cannot run", "JAVA_HOME is \"" + directory + "\"");
    }

    @Test
    void script_throughALink_findsItsHome() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), SCRIPT);

        assertThat(run(link, javaHome("JAVA_VERSION=\"11.0.22\""))).contains("Java 11.0.22");
    }

    @Test
    void script_classPathGiven_standsBehindOurs() throws Exception {
        Path target = Files.createDirectories(directory.resolve("cli/target"));
        Files.writeString(target.resolve("classpath"), "/lib/ours.jar");
        Files.writeString(target.resolve("tallyroll-cli-1.jar"), "");
        Files.writeString(target.resolve("classpath.spark"), "/lib/spark.jar");
        Path script = Files.copy(SCRIPT, directory.resolve("tallyroll"));
        Path home = javaHome("JAVA_VERSION=\"17.0.1\"");
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "plan");
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        home.toString(),
                        "TALLYROLL_BUILD",
                        "never",
                        "TALLYROLL_CLASSPATH",
                        "/jms/*:/x.jar"));

        Process process = builder.directory(directory.toFile()).start();

        assertThat(process.inputReader().readLine())
                .endsWith(
                        "-cp %s/tallyroll-cli-1.jar:/lib/ours.jar:/lib/spark.jar:/jms/*:/x.jar tallyroll.cli.Main plan"
                                .formatted(target.toRealPath()));
    }

    private Path javaHome(String release) throws IOException {
        Path home = Files.createDirectories(directory.resolve("jdk"));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 9\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), release + "\n");
        return home;
    }

    private String run(Path script, Path javaHome) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "--help")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + said;
    }
}
