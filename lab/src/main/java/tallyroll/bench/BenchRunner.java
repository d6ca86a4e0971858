package tallyroll.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tallyroll.cli.Console;
import tallyroll.cli.Main;
import tallyroll.cli.Progress;
import tallyroll.publish.Disorder;
import tallyroll.publish.Feed;
import tallyroll.publish.FlightJson;
import tallyroll.publish.GeneratedFlights;
import tallyroll.publish.Publisher;
import tallyroll.publish.Topics;
import tallyroll.server.LocalServers;

/** Runs what is compared: the limit and the pipeline, over topics of generated events, with a clean keyspace for each. */
final class BenchRunner {
    static final int PARTITIONS = 4;
    private static final int ORIGINS = 300;
    private static final long SEED = 1;
    /** Longer than any run: nothing is due for settling. */
    private static final String NEVER = "36500d";

    private static final String AT_ONCE = "1s";

    static final String PROOF = "proof";
    static final String RECOUNT = "recount";

    private final Console console;
    private final LocalServers servers;
    private final CqlSession session;
    private final Path definition;
    private final Path log;

    /** @param rollups further rollups besides the one by origin, in YAML; may be empty */
    BenchRunner(Console console, LocalServers servers, CqlSession session, String rollups) throws IOException {
        this.console = console;
        this.servers = servers;
        this.session = session;
        definition = servers.directory().resolve("bench.yaml");
        log = servers.directory().resolve("bench.log");
        try (InputStream packaged = BenchRunner.class.getResourceAsStream("bench.yaml")) {
            Files.writeString(definition, new String(packaged.readAllBytes(), StandardCharsets.UTF_8) + rollups);
        }
        Files.writeString(log, "");
    }

    void publish(String topic, long events) throws InterruptedException {
        Topics.fresh(servers.bootstrap(), topic, PARTITIONS);
        Feed feed = new Feed(
                new GeneratedFlights(SEED, events, ORIGINS), FlightJson.wide(), Disorder.none(SEED, PARTITIONS));
        try (Publisher publisher = new Publisher(servers.bootstrap(), topic);
                Progress progress = console.progress("publishing", "events", Math.max(1, events))) {
            publisher.publish(feed, progress::step);
        }
    }

    /** One process that consumes, decodes, packs and folds, with so many threads. */
    Cost limit(String topic, long events, int threads) throws IOException, InterruptedException {
        return measured(
                LimitMain.class,
                List.of(definition.toString(), Integer.toString(threads), Integer.toString(PARTITIONS)),
                child(topic, "blocks", NEVER, PROOF),
                "",
                events + " events, 0 dead letters");
    }

    /** The pipeline into an empty keyspace, settling nothing. */
    Cost ingest(String topic, long events, String layout) throws IOException, InterruptedException {
        session.execute("DROP KEYSPACE IF EXISTS " + keyspace(layout));
        return run(child(topic, layout, NEVER, PROOF), layout, events);
    }

    /**
     * The pipeline again over what {@link #ingest} left: nothing is new and everything is due.
     *
     * @param how as the definition has it
     */
    Cost settle(String topic, String layout, String how) throws IOException, InterruptedException {
        return run(child(topic, layout, AT_ONCE, how), layout, 0);
    }

    NodeDisk disk(String layout) {
        return NodeDisk.of(servers, keyspace(layout));
    }

    void clear() {
        List.of("blocks", "rows").forEach(layout -> session.execute("DROP KEYSPACE IF EXISTS " + keyspace(layout)));
    }

    private Cost run(MeasuredProcess child, String layout, long events) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "run",
                definition.toString(),
                "--once",
                "--checkpoint",
                servers.directory().resolve("checkpoints").toString());
        String done = String.format(Locale.ROOT, "read %,d = recorded %,d + duplicates 0", events, events);
        return measured(Main.class, arguments, child, keyspace(layout), done);
    }

    /** @param done how the last line of a process begins that did everything it should */
    private Cost measured(Class<?> main, List<String> arguments, MeasuredProcess child, String flushed, String done)
            throws IOException, InterruptedException {
        long broker = Cpu.millis(servers.kafka().pid());
        long node = Cpu.millis(servers.cassandra().pid());
        MeasuredProcess.Ended ended = child.run(main, arguments);
        if (!ended.last().startsWith(done)) {
            throw new IllegalStateException("Cannot measure %s: it printed \"%s\", expected \"%s …\"; see %s"
                    .formatted(main.getSimpleName(), ended.last(), done, log));
        }
        if (!flushed.isEmpty()) {
            servers.flush(flushed);
        }
        return new Cost(
                ended.wallMillis(),
                ended.cpuMillis(),
                Cpu.millis(servers.kafka().pid()) - broker,
                Cpu.millis(servers.cassandra().pid()) - node);
    }

    private MeasuredProcess child(String topic, String layout, String grace, String settle) {
        return new MeasuredProcess(
                Map.of(
                        "KAFKA",
                        servers.bootstrap(),
                        "CASSANDRA",
                        servers.contactPoint(),
                        "TOPIC",
                        topic,
                        "KEYSPACE",
                        keyspace(layout),
                        "LAYOUT",
                        layout,
                        "GRACE",
                        grace,
                        "SETTLE",
                        settle),
                log);
    }

    private static String keyspace(String layout) {
        return "bench_" + layout;
    }
}
