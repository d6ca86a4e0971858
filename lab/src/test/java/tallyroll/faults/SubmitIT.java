package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.publish.Disorder;

/** The jar that {@code spark-submit} is given, with nothing beside it but Spark. */
class SubmitIT {
    /** What Spark does not bring, and the engine's jar must. */
    private static final Pattern OURS =
            Pattern.compile("dev.tallyroll|java-driver|kafka-clients|jakarta.jms|netty-codec-mqtt|picocli|datadoghq"
                    + "|progressbar|jline|eclipse.jetty");

    @TempDir
    Path directory;

    @Test
    void submit_engineJar_runsThePipelineOnce() throws IOException {
        RecordedTopic topic = RecordedTopic.blank();
        topic.publish(0, 2_000, Disorder.none(5, RecordedTopic.PARTITIONS).withDuplicates(50, 500));
        Scenario scenario = Scenario.of(directory, topic);
        List<String> arguments = List.of("run", scenario.file().toString(), "--once");

        try (ChildProcess child = submit(arguments)) {
            assertThat(child.exit()).as("it said: %s", child.printed()).isZero();
        }

        scenario.mustBeRight();
    }

    /** {@code spark-submit} of the engine's jar, with Spark's own jars alone on the class path. */
    private ChildProcess submit(List<String> arguments) throws IOException {
        String spark = Stream.of(ChildProcess.classPath().split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains(File.separator + "target" + File.separator))
                .filter(entry -> !OURS.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> program = new ArrayList<>(List.of("-cp", spark, "org.apache.spark.deploy.SparkSubmit"));
        program.addAll(List.of(
                "--class",
                "tallyroll.cli.Main",
                "--master",
                "local[2]",
                engineJar().toString()));
        program.addAll(arguments);
        return ChildProcess.java(directory, List.of("-Xmx1g"), program);
    }

    private static Path engineJar() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("../cli/target"))) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }
}
