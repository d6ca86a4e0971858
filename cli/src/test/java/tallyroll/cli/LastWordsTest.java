package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes with a small heap, each ended by another accident. */
@Timeout(60)
class LastWordsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            right   | 0 | hooks run
            memory  | 6 | Out of memory (Java heap space) with a heap of
            caught  | 6 | Ended by an error of the process: java.lang.StackOverflowError.
            hanging | 6 | Out of memory (Java heap space) with a heap of
            late    | 4 | hooks run
            """)
    void process_thatEnds_hasItsCodeAndASentenceAndNoTrace(String how, int code, String said) throws Exception {
        Path printed = directory.resolve("printed");
        Process child = start(how, printed);
        try {
            assertThat(child.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            child.destroyForcibly();
        }

        assertThat(child.exitValue()).isEqualTo(code);
        String all = Files.readString(printed);
        assertThat(all).contains(said, "hooks run").doesNotContain("\tat ");
        assertThat(all.contains("brought down with it")).isEqualTo(code != ExitCode.DIED.number());
    }

    private static Process start(String how, Path printed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dying.class.getName(),
                        how)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
    }
}
