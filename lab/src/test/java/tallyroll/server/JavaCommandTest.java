package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Failure;

/** On which Java a server is started. */
class JavaCommandTest {
    @TempDir
    private Path directory;

    @Test
    void choose_ownJavaFits_isTaken() {
        assertThat(choose("17.0.1", Map.of())).isEqualTo("/own/bin/java");
    }

    @Test
    void choose_ownJavaTooNewAndNoOther_saysWhatToSet() {
        assertThatThrownBy(() -> choose("25", Map.of()))
                .isInstanceOf(Failure.class)
                .hasMessage("Cannot start cassandra on Java 25 (/own): it needs a JDK from 17 to 23;"
                        + " set TALLYROLL_SERVER_JAVA to the directory of one.");
    }

    @Test
    void choose_anotherNamed_isTakenByDirectoryOrProgram() throws Exception {
        Path java = jdk("21.0.5");

        assertThat(choose("25", Map.of(JavaCommand.VARIABLE, directory.toString())))
                .isEqualTo(java.toString());
        assertThat(choose("25", Map.of(JavaCommand.VARIABLE, java.toString()))).isEqualTo(java.toString());
    }

    @Test
    void choose_anotherNamedButTooNew_isRefused() throws Exception {
        jdk("24.0.1");

        assertThatThrownBy(() -> choose("17", Map.of(JavaCommand.VARIABLE, directory.toString())))
                .hasMessage(("Cannot start cassandra on Java 24, to which TALLYROLL_SERVER_JAVA points (\"%s\"):"
                                + " it needs a JDK from 17 to 23.")
                        .formatted(directory));
    }

    @Test
    void choose_anotherNamedThatIsNone_isRefused() {
        assertThatThrownBy(() -> choose("25", Map.of(JavaCommand.VARIABLE, directory.toString())))
                .hasMessageContaining("TALLYROLL_SERVER_JAVA is \"" + directory + "\"")
                .hasMessageContaining("cannot be run");
    }

    private static String choose(String version, Map<String, String> environment) {
        return JavaCommand.choose("cassandra", 23, Path.of("/own"), Runtime.Version.parse(version), environment);
    }

    private Path jdk(String version) throws Exception {
        Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return java;
    }
}
