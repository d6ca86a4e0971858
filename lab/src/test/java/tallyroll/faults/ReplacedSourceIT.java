package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.control.Claim;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.oracle.Topic;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.publish.Topics;
import tallyroll.record.Gap;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;
import tallyroll.server.TestServers;
import tallyroll.store.Stores;

/** A topic that is not the one that was read: refused, and once that is accepted, read without a loss and without a second count. */
class ReplacedSourceIT {
    private static final String DEFINITION = """
            pipeline: %1$s
            source: {kafka: {bootstrap: "%2$s", topic: %1$s}}
            event:
              format: json
              %4$s
              time: {field: at}
              fields: {id: string, at: timestamp, k: string, v: int}
            record: {bucket: 1h}
            grace: 1h
            cassandra: {contact: ["%3$s"], keyspace: %1$s}
            rollups:
              r: {by: [k], every: [1h, 1d], measures: {n: count, s: sum(v)}}
            """;
    private static final String FILE = "replaced.yaml";
    private static final String WITH_ID = "id: id";
    private static final String WITHOUT_ID = "";

    @TempDir
    Path directory;

    private String bootstrap = TestServers.shared().bootstrap();
    private String name;
    private Pipeline pipeline;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @Test
    void topic_recreatedWhileAway_isRefusedThenReadFromItsBeginning() throws Exception {
        define(WITH_ID);
        create(Map.of());
        send(0, 10);
        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        recreate();
        send(100, 115);

        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.REPLACED);
        assertThat(err.toString())
                .contains("it was deleted and re-created")
                .contains("Committed positions: partition 0: 10; the source now holds partition 0: 0 to 15.")
                .contains("./tallyroll skip FILE --replaced-source");
        assertThat(read()).isEqualTo(10);

        assertThat(type("skip", "--replaced-source")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        assertThat(count()).isEqualTo(25);
        assertThat(type("verify")).as(out.toString()).isEqualTo(ExitCode.RIGHT);
        assertThat(type("status")).isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString())
                .containsPattern("source +" + name + "~2, id ")
                .containsPattern("gaps +1, of 0 positions");
    }

    /** Positions are the identities: the same positions of the new topic are other events. */
    @Test
    void topic_recreatedWithoutIds_countsEveryEventOfBoth() throws Exception {
        define(WITHOUT_ID);
        create(Map.of());
        send(0, 10);
        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        recreate();
        send(0, 15);

        assertThat(type("skip", "--replaced-source")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);

        assertThat(count()).isEqualTo(25);
        assertThat(type("verify")).as(out.toString()).isEqualTo(ExitCode.RIGHT);
    }

    @Test
    void topic_recreatedWhileRunning_endsTheRunRefused() throws Exception {
        define(WITH_ID);
        create(Map.of());
        send(0, 10);
        Files.writeString(directory.resolve(FILE), yaml(WITH_ID));
        Stores.shared(pipeline).createTables();
        List<String> arguments = new ArrayList<>(
                List.of("run", directory.resolve(FILE).toString(), "--master", "local[2]", "--trigger", "5000"));
        try (ChildProcess child = ChildProcess.start(directory, List.of("-Xmx1g"), arguments)) {
            Waiting.until(() -> read() == 10, child::printed);
            recreate();
            send(100, 115);

            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.REPLACED.number());
            assertThat(child.printed()).contains("deleted and re-created").contains("--replaced-source");
        }
        assertThat(read()).isEqualTo(10);
    }

    /** What an unclean election leaves behind: the log lost its end, and grew again beyond what was read, under another leader. */
    @Test
    void log_cutOffAndGrownAgain_isRefusedThenReadFromTheCut() throws Exception {
        LocalServers servers = LocalServers.onFreePorts(directory.resolve("servers"));
        try {
            servers.kafka().start(Lifetime.WITH_THIS_PROCESS);
            servers.kafka().awaitReady();
            bootstrap = servers.bootstrap();
            define(WITHOUT_ID);
            create(Map.of());
            send(0, 6);
            restart(servers, copy -> copyTree(partition(servers), copy));
            send(6, 10);
            assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
            restart(servers, copy -> {
                Path log = partition(servers);
                deleteTree(log);
                copyTree(copy, log);
            });
            send(100, 115);

            assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.REPLACED);
            assertThat(err.toString()).contains("partition 0 was read up to position 10 and was cut off at 6");
            assertThat(type("skip", "--replaced-source")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
            assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);

            assertThat(count()).isEqualTo(25);
            assertThat(type("verify")).as(out.toString()).isEqualTo(ExitCode.RIGHT);
        } finally {
            servers.kafka().kill();
        }
    }

    @Test
    void records_deletedBeforeTheyWereRead_areAGapWithItsSum() throws Exception {
        define(WITH_ID);
        create(Map.of());
        send(0, 10);
        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        send(10, 30);
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(name, 0), RecordsToDelete.beforeOffset(17)))
                    .all()
                    .get();
        }

        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);

        assertThat(Stores.shared(pipeline).record().gaps().newest(5))
                .extracting(Gap::range)
                .containsExactly(new Claim.Range(name, 0, 10, 17));
        type("status", "--format", "json");
        assertThat(out.toString()).contains("\"gaps, newest batch first\"").contains("\"positions\" : 7");
        assertThat(count()).isEqualTo(23);
    }

    @Test
    void topic_compacted_isNotedAndItsHolesAreCounted() throws Exception {
        define(WITH_ID);
        create(Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "100",
                "min.cleanable.dirty.ratio", "0.001",
                "min.compaction.lag.ms", "0",
                "max.compaction.lag.ms", "100"));
        Waiting.until(
                () -> {
                    send(0, 10);
                    return compacted();
                },
                () -> "the topic was not compacted");
        send(10, 12);

        assertThat(type("check", "--connect")).as(err.toString()).isEqualTo(ExitCode.RIGHT);
        assertThat(err.toString()).contains("has cleanup.policy=compact");

        assertThat(type("run", "--once")).as(err.toString()).isEqualTo(ExitCode.RIGHT);

        assertThat(err.toString()).contains("has cleanup.policy=compact");
        assertThat(count()).isEqualTo(12);
        type("status");
        assertThat(out.toString())
                .containsPattern("source .*, \\d+ positions held no event")
                .containsPattern("gaps +none");
    }

    private void define(String id) throws IOException {
        name = "replaced_" + Long.toString(System.nanoTime(), 36);
        Files.writeString(directory.resolve(FILE), yaml(id));
        pipeline = Definition.parse(yaml(id), FILE, Environment.of(Map.of()));
    }

    private String yaml(String id) {
        return DEFINITION.formatted(name, bootstrap, TestServers.shared().contactPoint(), id);
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    }

    private void create(Map<String, String> configs) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(configs)))
                    .all()
                    .get();
        }
    }

    private void recreate() throws InterruptedException {
        Topics.fresh(bootstrap, name, 1);
    }

    private void send(int from, int until) {
        Map<String, Object> options = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = IntStream.range(from, until)
                    .mapToObj(n -> producer.send(new ProducerRecord<>(
                            name,
                            0,
                            "key" + n,
                            "{\"id\":\"%d\",\"at\":\"2026-01-01T10:%02d:00Z\",\"k\":\"a\",\"v\":1}"
                                    .formatted(n, n % 60))))
                    .toList();
            producer.flush();
            sent.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(30)));
        }
    }

    private ExitCode type(String verb, String... options) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> words = new ArrayList<>(List.of(verb, FILE));
        words.addAll(List.of(options));
        if (!List.of("check", "status", "skip").contains(verb)) {
            words.addAll(List.of("--master", "local[2]"));
        }
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, directory, Map.of());
        return Main.run(console, words.toArray(String[]::new));
    }

    private long read() {
        return Stores.shared(pipeline)
                .control()
                .read(name)
                .map(state -> state.books().read())
                .orElse(0L);
    }

    private long count() {
        return TestServers.shared().session().execute("SELECT n FROM " + name + ".r_1d").all().stream()
                .mapToLong((Row row) -> row.getLong(0))
                .sum();
    }

    /** Whether a reader finds fewer records than there are offsets. */
    private boolean compacted() {
        TopicPartition only = new TopicPartition(name, 0);
        try (Admin admin = admin()) {
            long end = admin.listOffsets(Map.of(only, OffsetSpec.latest()))
                    .partitionResult(only)
                    .get()
                    .offset();
            return Topic.read(bootstrap, name).size() < end;
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException("cannot look at " + name, failed);
        }
    }

    private interface Change {
        void with(Path copy) throws IOException;
    }

    private void restart(LocalServers servers, Change change) throws IOException {
        servers.kafka().stop();
        change.with(directory.resolve("copy"));
        servers.kafka().start(Lifetime.WITH_THIS_PROCESS);
        servers.kafka().awaitReady();
    }

    private Path partition(LocalServers servers) throws IOException {
        try (Stream<Path> paths = Files.walk(directory.resolve("servers"))) {
            return paths.filter(path -> path.getFileName().toString().equals(name + "-0"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no log of " + name + " under " + servers));
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
