package tallyroll.faultinjection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code tallyroll COMMAND …} in a process of its own, on this one's class path. It does not outlive this one. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private final Process process;
    private final Path output;
    private final Thread killer;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        killer = new Thread(process::destroyForcibly, "kill-child-process");
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts a command.
     *
     * @param directory its working directory; its output goes to a file there
     * @param jvm further options of its JVM, such as {@code -Xmx2g} and those of {@link FaultSpec#jvmOptions}
     */
    public static ChildProcess start(Path directory, List<String> jvm, List<String> arguments) {
        List<String> options = new ArrayList<>(
                ClassArchive.ofCommands().map(ClassArchive::options).orElse(List.of()));
        options.addAll(jvm);
        List<String> program = new ArrayList<>(List.of("-cp", classPath(), "tallyroll.cli.Main"));
        program.addAll(arguments);
        return java(directory, options, program);
    }

    /** Starts any Java program with the flags that Spark needs on this JDK. */
    public static ChildProcess java(Path directory, List<String> jvm, List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        sparkFlags().forEach(command::add);
        command.addAll(jvm);
        command.addAll(program);
        Path output = directory.resolve("process-" + System.nanoTime() + ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new ChildProcess(process, output);
        } catch (IOException refused) {
            throw new UncheckedIOException("Cannot start " + program + " in " + directory, refused);
        }
    }

    /** This process's own class path, also under the test runner, its directories last. */
    public static String classPath() {
        return ClassArchive.jarsFirst(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    public long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        exit();
    }

    /** Freezes it, as a long garbage collection or a suspended machine does. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it continue where it was. */
    public void resume() {
        signal("CONT");
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end; gives its exit code. */
    public int exit() {
        return exit(LIMIT);
    }

    /** As {@link #exit()}, with another limit. */
    public int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process %d has not ended within %d s; it printed:%n%s"
                        .formatted(pid(), limit.toSeconds(), printed()));
            }
            forget();
            return process.exitValue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), stop);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it has printed so far, on standard output and standard error. */
    public String printed() {
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
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs already
        }
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("Cannot send SIG%s to process %d".formatted(signal, process.pid()));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending " + signal, stop);
        }
    }

    /** As this JVM was given them. */
    private static Stream<String> sparkFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--")
                        || argument.startsWith("-XX:TieredStopAtLevel")
                        || argument.equals("-XX:+UseSerialGC")
                        || argument.startsWith("-XX:+Ignore")
                        || argument.startsWith("-Djdk.")
                        || argument.startsWith("-Dio.netty"));
    }
}
