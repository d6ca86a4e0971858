package tallyroll.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tallyroll VERB …} in a process of its own, on this test's class path. */
final class Child implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    /** What Spark does not bring, and the engine's jar must. */
    private static final Pattern OURS =
            Pattern.compile("dev.tallyroll|java-driver|kafka-clients|jakarta.jms|netty-codec-mqtt|picocli|datadoghq|progressbar|jline");

    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill-child"));
    }

    /** @param jvm further options of its JVM, such as {@code -Xmx2g} and {@link Fault#PROPERTY} */
    static Child start(Path directory, List<String> jvm, List<String> arguments) {
        List<String> program = new ArrayList<>(List.of("-cp", classPath(), "tallyroll.cli.Main"));
        program.addAll(arguments);
        return java(directory, jvm, program);
    }

    /** {@code spark-submit} of the engine's jar, with Spark's own jars alone on the class path. */
    static Child submit(Path directory, Path jar, String master, List<String> arguments) {
        String spark = Stream.of(classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains(File.separator + "target" + File.separator))
                .filter(entry -> !OURS.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> program = new ArrayList<>(List.of("-cp", spark, "org.apache.spark.deploy.SparkSubmit"));
        program.addAll(List.of("--class", "tallyroll.cli.Main", "--master", master, jar.toString()));
        program.addAll(arguments);
        return java(directory, List.of("-Xmx1g"), program);
    }

    private static Child java(Path directory, List<String> jvm, List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        openings().forEach(command::add);
        command.addAll(jvm);
        command.addAll(program);
        Path output = directory.resolve("child-" + System.nanoTime() + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Child(process, output);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        exit();
    }

    /** Freezes it, as a long garbage collection or a suspended machine does. */
    void pause() {
        signal("STOP");
    }

    /** Lets it go on where it was. */
    void resume() {
        signal("CONT");
    }

    /** Asks it to end, as {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end; gives its exit code. */
    int exit() {
        return exit(LIMIT);
    }

    /** As {@link #exit()}, with another patience. */
    int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the child does not end; it said:\n" + said());
            }
            return process.exitValue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the child", stop);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it wrote so far. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("cannot send " + signal + " to " + process.pid());
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + signal, stop);
        }
    }

    /** What Spark needs of this JDK, as this JVM was given it. */
    private static Stream<String> openings() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens=")
                        || argument.startsWith("-XX:+Ignore")
                        || argument.startsWith("-Djdk.")
                        || argument.startsWith("-Dio.netty"));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
