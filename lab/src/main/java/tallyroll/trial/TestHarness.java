package tallyroll.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.faultinjection.FaultLog;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryModes;
import tallyroll.publish.Topics;
import tallyroll.server.Await;
import tallyroll.server.FreePort;

/**
 * What one trial has for itself: a keyspace, a topic or an address, a definition, the processes of the command line that run it, and
 * a sender. A process that ends by itself is started again, as its operator would do; the notes say so.
 */
final class TestHarness implements AutoCloseable {
    /** A grace longer than any trial: nothing is due for settling. */
    static final String NEVER = "36500d";

    /** A grace after which everything is due for settling. */
    static final String AT_ONCE = "1s";

    /** For a process that lives for some seconds: compile less, and later. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Duration FAULT_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final int MAX_RESTARTS = 3;

    private final Strategy strategy;
    private final Purpose purpose;
    private final Path directory;
    private final DefinitionText definition;
    private final Sender sender;
    /** All that were ever started, so that all are ended. */
    private final List<ChildProcess> children = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();
    private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
    private String grace = NEVER;
    private ChildProcess engine;
    /** A process of its own that receives, if there is one. */
    private Optional<ChildProcess> receiver = Optional.empty();

    private FaultLog faultLog;
    private int starts;
    private int restarts;
    private long sent;

    /** What is measured. The client without Spark answers once a second, so concurrent requests bound how fast it can be. */
    enum Purpose {
        /** What is stored in the end. */
        ACCURACY(16),
        /** Speed and cost. */
        SPEED(64);

        private final int concurrentRequests;

        Purpose(int concurrentRequests) {
            this.concurrentRequests = concurrentRequests;
        }
    }

    /** @param maxPerBatch as in a definition; 0: no limit */
    TestHarness(LabEnvironment environment, Strategy strategy, Purpose purpose, long maxPerBatch)
            throws IOException, InterruptedException {
        this.strategy = strategy;
        this.purpose = purpose;
        String name = environment.freshName();
        directory = environment.freshDirectory(name);
        faultLog = FaultLog.in(directory);
        definition = new DefinitionText(
                strategy,
                name,
                environment.servers().contactPoint(),
                environment.servers().bootstrap(),
                "127.0.0.1:" + FreePort.any(),
                directory.resolve("wal"),
                maxPerBatch);
        if (strategy.ingestionMode().equals(IngestionModes.DIRECT)) {
            Topics.fresh(definition.bootstrap(), name, KafkaSender.PARTITIONS);
            sender = new KafkaSender(definition.bootstrap(), name);
        } else {
            sender = new HttpSender(definition.listen(), purpose.concurrentRequests);
        }
    }

    Strategy strategy() {
        return strategy;
    }

    String keyspace() {
        return definition.keyspace();
    }

    Path wal() {
        return definition.wal();
    }

    /** What the tables should hold when these events were sent, as far as the strategy can know: aggregates have no event time. */
    Totals expected(List<Flight> flights) {
        Totals totals = Truth.of(flights);
        return strategy.summaryMode().equals(SummaryModes.PARTIALS) ? totals.overAllTime() : totals;
    }

    /** As the processes read it. */
    Pipeline pipeline() {
        return Definition.parse(definition.yaml(NEVER), "trial.yaml", Environment.of(Map.of()));
    }

    /** Starts the pipeline. @param faults what goes wrong in it once armed; may be none */
    void start(String newGrace, FaultSpec... faults) throws IOException {
        grace = newGrace;
        startEngine(List.of(faults));
    }

    /** Starts the pipeline in two processes: one that receives into the log, and one that processes the log. */
    void startWithSeparateReceiver(String newGrace) throws IOException {
        grace = newGrace;
        startReceiver();
        startEngine(List.of());
    }

    /** Starts the process that receives. */
    void startReceiver() throws IOException {
        List<String> arguments = List.of("receive", definitionFile().toString());
        receiver = Optional.of(startChild(List.of("-Xmx512m"), arguments));
    }

    private Path definitionFile() throws IOException {
        return Files.writeString(directory.resolve("trial.yaml"), definition.yaml(grace));
    }

    private void startEngine(List<FaultSpec> faults) throws IOException {
        starts++;
        faultLog = FaultLog.in(Files.createDirectories(directory.resolve("faults-" + starts)));
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g"));
        if (purpose == Purpose.ACCURACY) {
            jvm.addAll(SHORT_LIVED);
        }
        if (!faults.isEmpty()) {
            jvm.addAll(FaultSpec.jvmOptions(faultLog, faults));
        }
        String file = definitionFile().toString();
        List<String> arguments = new ArrayList<>(List.of("run", file, "--lease", "3", "--trigger", "200"));
        if (strategy.streaming()) {
            // two tasks at a time, each tried up to four times
            arguments.addAll(List.of("--master", "local[2,4]", "--checkpoint", directory + "/checkpoints"));
        }
        if (receiver.isPresent()) {
            arguments.addAll(List.of("--receivers", "elsewhere"));
        }
        engine = startChild(jvm, arguments);
    }

    private ChildProcess startChild(List<String> jvm, List<String> arguments) {
        ChildProcess child = ChildProcess.start(directory, jvm, arguments);
        children.add(child);
        return child;
    }

    /** The process that runs the pipeline now, or ran it last. */
    ChildProcess engine() {
        return engine;
    }

    /** The process that receives, where that is one of its own. */
    ChildProcess receiver() {
        return receiver.orElseThrow();
    }

    /** Ends the pipeline in order: what was acknowledged is drained. */
    void stop() {
        receiver.ifPresent(TestHarness::stop);
        receiver = Optional.empty();
        stop(engine);
    }

    private static void stop(ChildProcess child) {
        child.terminate();
        int code = child.exit(STOP_LIMIT);
        if (code != 0) {
            throw new IllegalStateException(
                    "a process that was asked to stop exited with %d: %s".formatted(code, lastLine(child)));
        }
    }

    /** Starts the pipeline again if it ended by itself. */
    void keepAlive() {
        if (engine.isAlive()) {
            return;
        }
        if (++restarts > MAX_RESTARTS) {
            throw new IllegalStateException(
                    "the pipeline ended by itself %d times, at last with: %s".formatted(restarts, lastLine()));
        }
        note("its process ended by itself (%s) and was started again".formatted(lastLine()));
        try {
            startEngine(List.of());
        } catch (IOException full) {
            throw new IllegalStateException("Cannot start the pipeline again: " + full.getMessage(), full);
        }
    }

    /** The last line that the pipeline's process printed. */
    String lastLine() {
        return lastLine(engine);
    }

    private static String lastLine(ChildProcess child) {
        List<String> lines =
                child.printed().lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "it printed nothing"
                : "\"" + lines.get(lines.size() - 1).strip() + "\"";
    }

    /** Sends, and returns when everything was acknowledged. */
    void send(List<byte[]> events) {
        sendInBackground(events);
        awaitSent();
    }

    void sendInBackground(List<byte[]> events) {
        awaitSent();
        sent += events.size();
        sending = CompletableFuture.runAsync(() -> sender.send(events));
    }

    /** Returns when everything sent was acknowledged. */
    void awaitSent() {
        while (!Await.until(Duration.ofSeconds(1), sending::isDone)) {
            keepAlive();
        }
        try {
            sending.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Waits until something is sent and not answered. */
    void awaitInFlight() {
        if (!Await.until(FAULT_LIMIT, sender::isInFlight)) {
            throw new IllegalStateException("nothing is in flight: everything was acknowledged");
        }
    }

    /**
     * Arms the fault and sends, so that the next batch has enough events for it. What reads Kafka is frozen while the events are
     * published; a receiver must run to take them, and takes them in whole requests.
     */
    void sendArmed(List<byte[]> events) throws IOException {
        if (strategy.ingestionMode().equals(IngestionModes.DIRECT)) {
            engine.pause();
            send(events);
            faultLog.arm();
            engine.resume();
        } else {
            faultLog.arm();
            sendInBackground(events);
        }
    }

    /** The faults of the pipeline as it was started last. */
    FaultLog faultLog() {
        return faultLog;
    }

    /** Waits until a fault has happened. */
    void awaitFault() {
        awaitFault(() -> !faultLog.lines().isEmpty());
    }

    /** Waits until a fault has logged this line. */
    void awaitFault(String line) {
        awaitFault(() -> faultLog.lines().contains(line));
    }

    private void awaitFault(BooleanSupplier happened) {
        Await.until(FAULT_LIMIT, () -> happened.getAsBoolean() || !engine.isAlive());
        if (!happened.getAsBoolean()) {
            throw new IllegalStateException(
                    "the fault did not happen; its log has %s, and the pipeline printed last: %s"
                            .formatted(faultLog.lines(), lastLine()));
        }
    }

    /** Events that the other side acknowledged, each counted once even if it was sent again. */
    long acknowledged() {
        return sender.acknowledged();
    }

    /** Events sent, counting again those that were sent again for want of an answer. */
    long sent() {
        return sent + sender.repeated();
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Where the processes' logs are. */
    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        children.forEach(ChildProcess::close);
        sender.close();
    }
}
