package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one command writes about a server, another reads, also the script. */
class ProcessFileTest {
    private static final ProcessFile RUNNING = new ProcessFile(4711, new Ports(9092, 20_001));

    @TempDir
    private Path directory;

    @Test
    void read_ofWhatWasWritten_isEqual() {
        RUNNING.write(directory);

        assertThat(ProcessFile.read(directory)).hasValue(RUNNING);
    }

    @Test
    void text_isWhatTheScriptReads() {
        RUNNING.write(directory);

        assertThat(directory.resolve("process.properties")).hasContent("pid=4711\nport=9092\ninternalPort=20001\n");
    }

    @Test
    void read_neverStarted_isEmpty() {
        assertThat(ProcessFile.read(directory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pid=47", "pid=4711\nport=", "pid=x\nport=1\ninternalPort=2\n"})
    void read_halfWritten_isEmpty(String text) throws IOException {
        Files.writeString(directory.resolve("process.properties"), text);

        assertThat(ProcessFile.read(directory)).isEmpty();
    }
}
