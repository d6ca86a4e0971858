package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.publish.Disorder;

/** The jar that {@code spark-submit} is given, with nothing beside it but Spark. */
class SubmitIT {
    @TempDir
    Path directory;

    @Test
    void submit_engineJar_runsThePipelineOnce() throws IOException {
        Tape tape = Tape.blank();
        tape.publish(0, 2_000, Disorder.none(5, Tape.PARTITIONS).withDuplicates(50, 500));
        Scenario scenario = Scenario.of(directory, tape);
        List<String> arguments = List.of("run", scenario.file().toString(), "--once");

        try (Child child = Child.submit(directory, engineJar(), "local[2]", arguments)) {
            assertThat(child.exit()).as("it said: %s", child.said()).isZero();
        }

        scenario.mustBeRight();
    }

    private static Path engineJar() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("../engine/target"))) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }
}
