package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written counts, though it is deleted. */
class LogSizeSamplerTest {
    @TempDir
    private Path directory;

    @Test
    void bytes_segmentsThatGrowAndGo_areCountedAtTheirLargest() throws IOException {
        try (LogSizeSampler sampler = new LogSizeSampler(directory)) {
            Path first = Files.write(directory.resolve("1.log"), new byte[100]);
            assertThat(sampler.bytes()).isEqualTo(100);
            Files.write(first, new byte[250]);
            assertThat(sampler.bytes()).isEqualTo(250);

            Files.delete(first);
            Files.write(Files.createDirectory(directory.resolve("below")).resolve("2.log"), new byte[50]);

            assertThat(sampler.bytes()).isEqualTo(300);
        }
    }

    @Test
    void bytes_ofNoDirectory_areNone() {
        try (LogSizeSampler sampler = new LogSizeSampler(directory.resolve("none"))) {
            assertThat(sampler.bytes()).isZero();
        }
    }
}
