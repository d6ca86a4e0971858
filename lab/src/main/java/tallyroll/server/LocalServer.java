package tallyroll.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import tallyroll.cli.Failure;

/**
 * One server, its data and its log in one directory. Its state is read from that directory and from the
 * process itself, so a server started by one command can be stopped by another.
 *
 * <p>Not for several threads at once, except {@link #kill}.
 */
public final class LocalServer {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(5);
    private static final Duration COLLECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);
    private static final long LOG_LIMIT_BYTES = 20L << 20;
    private static final int LINES_SHOWN = 20;

    private final ServerKind kind;
    private final Path directory;
    private final int preferredPort;
    /** Keeps the server's standard input open: when this is collected, a server that lives with this process ends. */
    private Process child;

    private boolean hooked;

    LocalServer(ServerKind kind, Path parent, boolean usualPort) {
        this.kind = kind;
        this.directory = parent.toAbsolutePath().normalize().resolve(kind.name());
        this.preferredPort = usualPort ? kind.preferredPort() : 0;
    }

    /** {@code kafka}, {@code cassandra} or {@code artemis}. */
    public String name() {
        return kind.name();
    }

    /** The version that the build resolved. */
    public String version() {
        return ServerClassPath.of(kind.name()).version(kind.jar());
    }

    /** The environment variable with which definition files find the server. */
    public String variable() {
        return kind.variable();
    }

    /** Host and port for clients, as last started. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The port for clients, as last started. */
    public int port() {
        return known().ports().client();
    }

    /** The port for clients, if it was ever started. */
    OptionalInt lastPort() {
        return ProcessFile.read(directory)
                .map(file -> OptionalInt.of(file.ports().client()))
                .orElse(OptionalInt.empty());
    }

    /** The process, as last started; 0 if it was stopped since. */
    public long pid() {
        return known().pid();
    }

    /** The server's output. */
    public Path log() {
        return directory.resolve("server.log");
    }

    public Path directory() {
        return directory;
    }

    /** Whether its process exists, serving or not. */
    public boolean isRunning() {
        return running().isPresent();
    }

    /** Whether the recorded process is gone, or its id belongs to another program by now. */
    public boolean isStale() {
        return ProcessFile.read(directory).filter(file -> file.pid() != 0).isPresent() && !isRunning();
    }

    /** Whether it answers its own protocol now. */
    public boolean isServing() {
        try {
            return isRunning() && isListening() && probe();
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    /** Starts the process over the existing data, on the same ports as last time if they are free. Does not wait; has no effect if it runs. */
    public void start(Lifetime life) {
        if (isRunning()) {
            return;
        }
        try {
            ServerClassPath classPath = ServerClassPath.of(kind.name());
            Files.createDirectories(directory);
            Ports ports = choosePorts();
            kind.prepare(directory, ports, classPath);
            moveFullLog();
            writeArguments(classPath, life);
            ProcessBuilder builder = new ProcessBuilder(command(life))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .directory(directory.toFile());
            if (life == Lifetime.ON_ITS_OWN) {
                builder.redirectInput(new File("/dev/null"));
            }
            child = builder.start();
            new ProcessFile(child.pid(), ports).write(directory);
            hook(life);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "Cannot start %s in %s: %s".formatted(name(), directory, refused.getMessage()), refused);
        }
    }

    /** Waits until it answers its own protocol; fails with the end of its log if it ends or takes too long. */
    public void awaitReady() {
        boolean[] gone = {false};
        boolean ready = Await.until(START_LIMIT, () -> {
            gone[0] = ended();
            return gone[0] || (isListening() && probe());
        });
        if (!ready || gone[0]) {
            throw Failure.failed("Cannot start %s in %s: %s.%nThe end of %s:%n%s"
                    .formatted(
                            name(),
                            directory,
                            gone[0] ? "its process ended" : "it does not answer at " + address(),
                            log(),
                            endOfLog()));
        }
    }

    /** Asks it to stop, waits, and kills it after a while. */
    public void stop() {
        running().ifPresent(process -> {
            resume();
            process.destroy();
            if (!Await.until(STOP_LIMIT, () -> !isRunning())) {
                process.destroyForcibly();
            }
            awaitEnd(process);
        });
        forget();
    }

    /** Ends it without warning, as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        running().ifPresent(process -> {
            process.destroyForcibly();
            awaitEnd(process);
        });
        forget();
    }

    /** Freezes the process: connections stay, nothing answers. */
    public void pause() {
        signal("STOP");
    }

    /** Lets a frozen process continue. */
    public void resume() {
        signal("CONT");
    }

    /** Starts it again on the same ports and data after {@link #stop} or {@link #kill}, and waits until it serves. */
    public void restart(Lifetime life) {
        stop();
        start(life);
        awaitReady();
    }

    /** A child is asked itself: it has no command line for a moment, when "setsid" becomes the server. */
    private boolean ended() {
        return child == null ? !isRunning() : !child.isAlive();
    }

    private ProcessFile known() {
        return ProcessFile.read(directory)
                .orElseThrow(
                        () -> new IllegalStateException("%s in %s was never started".formatted(name(), directory)));
    }

    /** The process, if the recorded one is alive and its command line shows that it is this server. */
    private Optional<ProcessHandle> running() {
        return ProcessFile.read(directory)
                .map(ProcessFile::pid)
                .filter(pid -> pid != 0)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().commandLine().orElse("").contains(mark()));
    }

    /**
     * A process that ends loses its command line first and its ports last. One whose parent has ended may stay a
     * zombie for good if nobody reaps it, so after a moment only the ports count.
     */
    private void awaitEnd(ProcessHandle process) {
        Await.until(STOP_LIMIT, () -> !isRunning());
        Await.until(COLLECT_LIMIT, () -> !process.isAlive());
        // Whoever wipes the directory meanwhile also deletes the file with the ports.
        Await.until(STOP_LIMIT, () -> ProcessFile.read(directory)
                .map(file -> file.ports().areFree())
                .orElse(true));
    }

    /** First among the arguments, since systems cut long command lines. */
    private String mark() {
        return "-Dtallyroll.server=" + directory;
    }

    private Ports choosePorts() {
        Optional<Ports> last = ProcessFile.read(directory).map(ProcessFile::ports);
        if (last.isEmpty()) {
            return Ports.choose(preferredPort, RandomGenerator.getDefault());
        }
        // clients know the old ones, and who was killed a moment ago may hold them still
        Await.until(RELEASE_LIMIT, last.get()::areFree);
        return last.get().orOthers(RandomGenerator.getDefault());
    }

    private List<String> command(Lifetime life) {
        List<String> command = new ArrayList<>();
        if (life == Lifetime.ON_ITS_OWN && hasSetsid()) {
            // A session of its own, which neither Ctrl-C nor a closing terminal reaches.
            command.add("setsid");
        }
        command.add(kind.java());
        command.add(mark());
        command.add("@" + directory.resolve("jvm.args"));
        return command;
    }

    private static boolean hasSetsid() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, "setsid"))) {
                return true;
            }
        }
        return false;
    }

    private void writeArguments(ServerClassPath classPath, Lifetime life) throws IOException {
        List<String> arguments = new ArrayList<>(kind.jvmOptions(directory, classPath));
        if (life == Lifetime.WITH_THIS_PROCESS) {
            arguments.addAll(JavaCommand.compilation());
        }
        arguments.add("-cp");
        if (life == Lifetime.WITH_THIS_PROCESS) {
            arguments.add(classPath.joined() + File.pathSeparator + ownCode());
            arguments.add(ParentDeathWatch.class.getName());
        } else {
            arguments.add(classPath.joined());
        }
        arguments.addAll(kind.main(directory));
        List<String> lines = arguments.stream()
                .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
        Files.write(directory.resolve("jvm.args"), lines);
    }

    private static Path ownCode() throws IOException {
        try {
            return Path.of(ParentDeathWatch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException odd) {
            throw new IOException("the location of this code is not a path", odd);
        }
    }

    private void moveFullLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT_BYTES) {
            Files.move(log(), directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void hook(Lifetime life) {
        if (life == Lifetime.WITH_THIS_PROCESS && !hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kill-" + name()));
        }
    }

    private void forget() {
        ProcessFile.read(directory).ifPresent(file -> new ProcessFile(0, file.ports()).write(directory));
    }

    private void signal(String signal) {
        running().ifPresent(process -> {
            try {
                int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor();
                if (code != 0) {
                    throw new IllegalStateException(
                            "Cannot send %s to %s, process %d".formatted(signal, name(), process.pid()));
                }
            } catch (IOException missing) {
                throw new UncheckedIOException("Cannot run kill", missing);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Tried before any client library, because those log each refusal. */
    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.loopback(), port()), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever the client throws, the server is not serving yet
    private boolean probe() {
        try {
            kind.probe(port(), PROBE_LIMIT);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception notYet) {
            return false;
        }
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException none) {
            return "(no log: " + none.getMessage() + ")";
        }
    }
}
