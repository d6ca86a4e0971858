package tallyroll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemainsTest {
    @TempDir
    private Path directory;

    @Test
    void delete_serversLogsAndCheckpoints_removesAllAndSaysWhat() throws IOException {
        Path home = directory.resolve(".tallyroll");
        write(home.resolve("kafka/data/log"), 2_000);
        write(home.resolve("wal/readings/0001.log"), 1);
        write(home.resolve("checkpoints/readings-1/offsets/0"), 10);
        write(home.resolve("flights.yaml"), 5);
        write(home.resolve("lock"), 0);

        assertThat(new Remains(home).delete())
                .containsExactly(
                        "removed " + home.resolve("checkpoints") + ": Spark's checkpoints (1 KB)",
                        "removed " + home.resolve("flights.yaml") + " (1 KB)",
                        "removed " + home.resolve("kafka") + ": the broker's data and log (2 KB)",
                        "removed " + home.resolve("wal") + ": write-ahead logs (1 KB)");
        assertThat(home).doesNotExist();
        assertThat(directory).exists();
    }

    @Test
    void delete_nothingThere_isSilent() {
        assertThat(new Remains(directory.resolve(".tallyroll")).delete()).isEmpty();
    }

    private static void write(Path file, int bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
