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
import tallyroll.flights.Flight;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.Strategy.IngestionMode;
import tallyroll.pipeline.Strategy.SummaryMode;
import tallyroll.publish.Topics;
import tallyroll.sabotage.Child;
import tallyroll.sabotage.Strike;
import tallyroll.server.Await;
import tallyroll.server.FreePort;

/**
 * What one trial has for itself: a keyspace, a topic or an address, a definition, the processes of the command line that run it, and
 * a sender. A process that ends by itself is started again, as whoever operates it would; the notes say so.
 */
final class Rig implements AutoCloseable {
    /** Longer than any trial: nothing is due for settling. */
    static final String NEVER = "36500d";

    /** Everything is due for settling. */
    static final String AT_ONCE = "1s";

    /** For a process that lives for some seconds: less is compiled, later. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Duration STRIKE_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final int MOST_RESTARTS = 3;

    private final Strategy strategy;
    private final Purpose purpose;
    private final Path directory;
    private final DefinitionText definition;
    private final Sender sender;
    /** All that were ever started, so that all are ended. */
    private final List<Child> children = new ArrayList<>();

    private final List<String> notes = new ArrayList<>();
    private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
    private String grace = NEVER;
    private Child engine;
    /** A process of its own that receives, if there is one. */
    private Optional<Child> receiver = Optional.empty();

    private Path strikes;
    private int started;
    private int restarts;
    private long sent;

    /** What a rig is for. The client without Spark answers once a second, so requests at once bound what it is given. */
    enum Purpose {
        /** What is stored in the end counts. */
        ACCURACY(16),
        /** Speed and cost count. */
        SPEED(64);

        private final int requestsAtOnce;

        Purpose(int requestsAtOnce) {
            this.requestsAtOnce = requestsAtOnce;
        }
    }

    /** @param mostPerBatch as in a definition; 0: no limit */
    Rig(Grounds grounds, Strategy strategy, Purpose purpose, long mostPerBatch)
            throws IOException, InterruptedException {
        this.strategy = strategy;
        this.purpose = purpose;
        String name = grounds.freshName();
        directory = grounds.freshDirectory(name);
        strikes = directory;
        definition = new DefinitionText(
                strategy,
                name,
                grounds.servers().contactPoint(),
                grounds.servers().bootstrap(),
                "127.0.0.1:" + FreePort.any(),
                directory.resolve("wal"),
                mostPerBatch);
        if (strategy.ingestionMode() == IngestionMode.DIRECT) {
            Topics.fresh(definition.bootstrap(), name, KafkaSender.PARTITIONS);
            sender = new KafkaSender(definition.bootstrap(), name);
        } else {
            sender = new HttpSender(definition.listen(), purpose.requestsAtOnce);
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

    /** What the tables should hold when these events were sent, as the strategy can know it: aggregates know no event time. */
    Totals right(List<Flight> flights) {
        Totals totals = Truth.of(flights);
        return strategy.summaryMode() == SummaryMode.PARTIALS ? totals.overAllTime() : totals;
    }

    /** As the processes read it. */
    Pipeline pipeline() {
        return Definition.parse(definition.yaml(NEVER), "trial.yaml", Environment.of(Map.of()));
    }

    /** Starts the pipeline. @param strikes what goes wrong in it, see {@link Strike}; may be none */
    void start(String grace, String... strikes) throws IOException {
        this.grace = grace;
        run(strikes);
    }

    /** Starts the pipeline in two processes: one that receives into the log, one that runs what is in there. */
    void startApart(String grace) throws IOException {
        this.grace = grace;
        startReceiver();
        run();
    }

    /** Starts the process that receives. */
    void startReceiver() throws IOException {
        Child child = Child.start(directory, List.of("-Xmx512m"), List.of("receive", file().toString()));
        children.add(child);
        receiver = Optional.of(child);
    }

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("trial.yaml"), definition.yaml(grace));
    }

    private void run(String... planned) throws IOException {
        Path file = file();
        strikes = Files.createDirectories(directory.resolve("strikes-" + ++started));
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g"));
        if (purpose == Purpose.ACCURACY) {
            jvm.addAll(SHORT_LIVED);
        }
        if (planned.length > 0) {
            jvm.add("-D" + Strike.PROPERTY + "=" + String.join(",", planned));
            jvm.add("-D" + Strike.DIARY + "=" + diary());
        }
        List<String> arguments = new ArrayList<>(List.of("run", file.toString(), "--lease", "3", "--trigger", "200"));
        if (strategy.streaming()) {
            // two tasks at a time, each tried up to four times
            arguments.addAll(List.of("--master", "local[2,4]", "--checkpoint", directory + "/checkpoints"));
        }
        if (receiver.isPresent()) {
            arguments.addAll(List.of("--receivers", "elsewhere"));
        }
        engine = Child.start(directory, jvm, arguments);
        children.add(engine);
    }

    /** The process that runs the pipeline now, or ran it last. */
    Child engine() {
        return engine;
    }

    /** The process that receives, where that is one of its own. */
    Child receiver() {
        return receiver.orElseThrow();
    }

    /** Ends the pipeline in order: what was taken over is drained. */
    void stop() {
        receiver.ifPresent(Rig::stop);
        receiver = Optional.empty();
        stop(engine);
    }

    private static void stop(Child child) {
        child.terminate();
        int code = child.exit(STOP_LIMIT);
        if (code != 0) {
            throw new IllegalStateException(
                    "asked to stop, a process ended with code " + code + ": " + lastWords(child));
        }
    }

    /** Starts the pipeline again if it ended by itself. */
    void keepAlive() {
        if (engine.isAlive()) {
            return;
        }
        if (++restarts > MOST_RESTARTS) {
            throw new IllegalStateException("the pipeline ended by itself %d times; the last time it said: %s"
                    .formatted(restarts, lastWords(engine)));
        }
        note("its process ended by itself (%s) and was started again".formatted(lastWords(engine)));
        try {
            run();
        } catch (IOException full) {
            throw new IllegalStateException("Cannot start the pipeline again: " + full.getMessage(), full);
        }
    }

    private static String lastWords(Child child) {
        List<String> lines =
                child.said().lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "it said nothing"
                : "\"" + lines.get(lines.size() - 1).strip() + "\"";
    }

    /** Sends, and returns when everything was taken over. */
    void send(List<byte[]> events) {
        sendMeanwhile(events);
        awaitSent();
    }

    /** Sends in the background. */
    void sendMeanwhile(List<byte[]> events) {
        awaitSent();
        sent += events.size();
        sending = CompletableFuture.runAsync(() -> sender.send(events));
    }

    /** Returns when everything sent was taken over. */
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
        if (!Await.until(STRIKE_LIMIT, sender::isInFlight)) {
            throw new IllegalStateException("nothing is in flight: all was acknowledged");
        }
    }

    /**
     * Arms the strike and sends, so that the next batch has enough to be struck in. What reads Kafka is held while the events are
     * put there; a receiver must run to take them, and does so in whole requests.
     */
    void sendArmed(List<byte[]> events) throws IOException {
        if (strategy.ingestionMode() == IngestionMode.DIRECT) {
            engine.pause();
            send(events);
            arm();
            engine.resume();
        } else {
            arm();
            sendMeanwhile(events);
        }
    }

    void arm() throws IOException {
        Files.createFile(strikes.resolve(Strike.ARMED));
    }

    /** Lets go what the strike makes wait. */
    void go() throws IOException {
        Files.createFile(strikes.resolve(Strike.GO));
    }

    /** Waits for the strike; gives what the diary says. */
    List<String> awaitStrike() throws IOException {
        boolean struck = Await.until(STRIKE_LIMIT, () -> Files.exists(diary()) || !engine.isAlive());
        if (!struck || !Files.exists(diary())) {
            throw new IllegalStateException("the fault did not strike; the pipeline said last: " + lastWords(engine));
        }
        return diaryLines();
    }

    List<String> diaryLines() throws IOException {
        return Files.readAllLines(diary());
    }

    private Path diary() {
        return strikes.resolve("diary");
    }

    /** Events that the other side took over, resent ones not counted twice. */
    long acknowledged() {
        return sender.acknowledged();
    }

    /** Events sent, those sent again for want of an answer included. */
    long sent() {
        return sent + sender.repeated();
    }

    void note(String message) {
        notes.add(message);
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
        children.forEach(Child::close);
        sender.close();
    }
}
