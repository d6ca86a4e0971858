package tallyroll.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.server.Await;

/** A process that is started, paused, asked to stop and killed. */
class ChildProcessTest {
    /** Prints a line for each file "tick" that it finds and deletes, until it is stopped. */
    private static final String TICKER = """
            import java.nio.file.*;
            public class Ticker {
                public static void main(String[] args) throws Exception {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
                    System.out.println("up");
                    while (true) {
                        if (Files.deleteIfExists(Path.of("tick"))) {
                            System.out.println("tick");
                        }
                        Thread.sleep(20);
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void child_endsByItself_hasExitCodeAndOutput() {
        try (ChildProcess child = ChildProcess.java(directory, List.of(), List.of("-version"))) {
            assertThat(child.exit()).isZero();
            assertThat(child.printed()).contains("version");
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void child_unknownClass_exitsWithAnError() {
        try (ChildProcess child = ChildProcess.java(directory, List.of(), List.of("NoSuchClass"))) {
            assertThat(child.exit()).isOne();
            assertThat(child.printed()).contains("NoSuchClass");
        }
    }

    @Test
    void paused_doesNothingUntilItIsResumed() throws IOException {
        try (ChildProcess child = ticker()) {
            child.pause();
            Path tick = Files.createFile(directory.resolve("tick"));
            assertThat(Await.until(Duration.ofMillis(500), () -> !Files.exists(tick)))
                    .as("it works while it is paused")
                    .isFalse();

            child.resume();

            awaitOutput(child, "tick");
        }
    }

    @Test
    void terminate_letsItEndInOrder_killDoesNot() throws IOException {
        try (ChildProcess asked = ticker();
                ChildProcess killed = ticker()) {
            asked.terminate();
            asked.exit();
            killed.kill();

            assertThat(asked.printed()).contains("bye");
            assertThat(killed.printed()).doesNotContain("bye");
            assertThat(killed.isAlive()).isFalse();
        }
    }

    @Test
    void exit_ofOneThatGoesOn_saysWhatItPrinted() throws IOException {
        try (ChildProcess child = ticker()) {
            assertThatThrownBy(() -> child.exit(Duration.ofSeconds(1)))
                    .hasMessageStartingWith("process " + child.pid() + " has not ended within 1 s; it printed:")
                    .hasMessageContaining("up");
        }
    }

    @Test
    void close_ofOneThatRuns_endsIt() throws IOException {
        ChildProcess child = ticker();

        child.close();

        assertThat(child.isAlive()).isFalse();
    }

    private ChildProcess ticker() throws IOException {
        Path source = Files.writeString(directory.resolve("Ticker.java"), TICKER);
        ChildProcess child = ChildProcess.java(
                directory, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), List.of(source.toString()));
        awaitOutput(child, "up");
        return child;
    }

    private static void awaitOutput(ChildProcess child, String line) {
        assertThat(Await.until(Duration.ofSeconds(30), () -> child.printed().contains(line)))
                .as("it printed \"%s\": %s", line, child.printed())
                .isTrue();
    }
}
