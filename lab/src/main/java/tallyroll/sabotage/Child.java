package tallyroll.sabotage;

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

/** {@code tallyroll VERB …} in a process of its own, on this one's class path. It does not outlive this one. */
public final class Child implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;
    private final Thread killer;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
        killer = new Thread(process::destroyForcibly, "kill-child");
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts a verb.
     *
     * @param directory its working directory; what it says goes to a file there
     * @param jvm further options of its JVM, such as {@code -Xmx2g} and {@link Strike#PROPERTY}
     */
    public static Child start(Path directory, List<String> jvm, List<String> arguments) {
        List<String> program = new ArrayList<>(List.of("-cp", classPath(), "tallyroll.cli.Main"));
        program.addAll(arguments);
        return java(directory, jvm, program);
    }

    /** Starts any Java program with what Spark needs of this JDK. */
    public static Child java(Path directory, List<String> jvm, List<String> program) {
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
            throw new UncheckedIOException("Cannot start " + program + " in " + directory, refused);
        }
    }

    /** What this process's own class path is, also under the test runner. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    public long pid() {
        return process.pid();
    }

    /** Where it writes what it says. */
    public Path output() {
        return output;
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

    /** Lets it go on where it was. */
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

    /** As {@link #exit()}, with another patience. */
    public int exit(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the child does not end; it said:\n" + said());
            }
            forget();
            return process.exitValue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the child", stop);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything it wrote so far. */
    public String said() {
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
                .filter(argument -> argument.startsWith("--")
                        || argument.startsWith("-XX:+Ignore")
                        || argument.startsWith("-Djdk.")
                        || argument.startsWith("-Dio.netty"));
    }
}
