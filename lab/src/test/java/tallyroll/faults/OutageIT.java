package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.cli.ExitCode;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.faultinjection.FaultLog;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.publish.Message;
import tallyroll.publish.Publisher;
import tallyroll.publish.Topics;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServer;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/** Cassandra and the broker are killed under a running pipeline, or away when it starts; each is a process of this class alone. */
class OutageIT {
    private static final String DEFINITION = """
            pipeline: %1$s
            source:
              kafka: {bootstrap: "%2$s", topic: %1$s, max_per_batch: 2000}
            event:
              format: json
              id: id
              time: at
              fields: {id: string, kind: string}
            grace: 0s
            cassandra: {contact: "%3$s"}
            rollups:
              by_kind: {by: [kind], every: [1d], measures: {events: count}}
            """;

    @TempDir
    private static Path home;

    private static LocalServers servers;

    @TempDir
    private Path directory;

    private String pipeline;

    @BeforeAll
    static void start() {
        servers = LocalServers.onFreePorts(home.resolve("servers"));
        servers.start(Lifetime.WITH_THIS_PROCESS);
    }

    @AfterAll
    static void stop() {
        servers.all().forEach(LocalServer::kill);
    }

    @Test
    void cassandra_killedUnderARun_isWaitedForAndEverythingCountsOnce() throws Exception {
        survives(servers.cassandra(), "Cassandra");
    }

    @Test
    void broker_killedUnderARun_isWaitedForAndEverythingCountsOnce() throws Exception {
        survives(servers.kafka(), "Kafka");
    }

    @Test
    void cassandra_awayAtTheStart_endsAOnceWithOneSentenceAndIsWaitedForByARun() throws Exception {
        define("away_at_start");
        publish(0, 3_000);
        servers.cassandra().kill();
        try (ChildProcess once = run("--once", "--patience", "3s");
                ChildProcess child = run()) {
            assertThat(once.exit()).as(once.printed()).isEqualTo(ExitCode.FAILED.number());
            mustGiveUp(once);
            Waiting.until(() -> child.printed().contains("not ready, waiting for Cassandra"), child::printed);
            assertThat(child.printed())
                    .startsWith("starting \"away_at_start\": connecting to source away_at_start and to Cassandra at ");
            comeBack(servers.cassandra());
            untilCounted(3_000, child);
            child.terminate();
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.RIGHT.number());
            mustBeShort(child);
        } finally {
            comeBack(servers.cassandra());
        }
    }

    private static void mustGiveUp(ChildProcess once) {
        mustBeShort(once);
        List<String> lines = once.printed().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .startsWith("Cannot reach Cassandra at " + servers.contactPoint() + ": no node answers: ")
                .endsWith("Waited for Cassandra for 3 s, as long as --patience allows.");
        assertThat(lines).hasSizeLessThan(8);
    }

    static List<FaultSpec> deaths() {
        return List.of(
                FaultSpec.dieInRecord().inBatch(1), FaultSpec.dieBeforeCommit().inBatch(1));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void driver_diesOfMemory_endsWithItsCodeAndTheNextOneGoesOn(FaultSpec death) throws Exception {
        define("died_" + Long.toString(System.nanoTime(), 36));
        publish(0, 6_000);
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g"));
        jvm.addAll(FaultSpec.jvmOptions(FaultLog.in(directory), List.of(death)));
        try (ChildProcess child =
                ChildProcess.start(directory, jvm, List.of("run", "pipeline.yaml", "--master", Scenario.MASTER))) {
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.DIED.number());
            mustBeShort(child);
            assertThat(child.printed().lines().toList())
                    .as(child.printed())
                    .last()
                    .asString()
                    .startsWith("Out of memory (Java heap space) with a heap of ");
        }

        try (ChildProcess next = run("--once")) {
            assertThat(next.exit()).as(next.printed()).isEqualTo(ExitCode.RIGHT.number());
            assertThat(next.printed()).contains("running batch 1 again");
        }
        assertThat(counted()).isEqualTo(6_000);
    }

    private void survives(LocalServer server, String name) throws Exception {
        define("killed_" + server.name());
        publish(0, 10_000);
        try (ChildProcess child = run()) {
            Waiting.until(() -> child.printed().contains("batch 1  "), child::printed);
            server.kill();
            Waiting.until(() -> child.printed().contains("not ready, waiting for " + name), child::printed);
            comeBack(server);
            publish(10_000, 12_000);
            untilCounted(12_000, child);
            child.terminate();
            assertThat(child.exit()).as(child.printed()).isEqualTo(ExitCode.RIGHT.number());
            assertThat(child.printed()).contains(name + " answers again, after ");
            mustBeShort(child);
        }
        assertThat(counted()).isEqualTo(12_000);
    }

    /** No stack trace, and not one line of a library. */
    private static void mustBeShort(ChildProcess child) {
        assertThat(child.printed()).doesNotContain("\tat ", " WARN ", " ERROR ");
        assertThat(child.printed().lines().toList()).hasSizeLessThan(60);
    }

    private void define(String name) throws IOException, InterruptedException {
        pipeline = name;
        Topics.fresh(servers.bootstrap(), name, 2);
        Files.writeString(
                directory.resolve("pipeline.yaml"),
                DEFINITION.formatted(name, servers.bootstrap(), servers.contactPoint()));
    }

    private ChildProcess run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "pipeline.yaml", "--master", Scenario.MASTER));
        arguments.addAll(Arrays.asList(more));
        return ChildProcess.start(directory, List.of("-Xmx1g"), arguments);
    }

    private static void comeBack(LocalServer server) {
        server.start(Lifetime.WITH_THIS_PROCESS);
        server.awaitReady();
    }

    private void publish(int from, int until) {
        List<Message> messages = IntStream.range(from, until)
                .mapToObj(number -> new Message(
                        number % 2,
                        "{\"id\":\"%d\",\"at\":\"2026-01-01T10:00:00Z\",\"kind\":\"%d\"}"
                                .formatted(number, number % 7)
                                .getBytes(StandardCharsets.UTF_8)))
                .toList();
        try (Publisher publisher = new Publisher(servers.bootstrap(), pipeline)) {
            publisher.publish(messages.iterator(), sent -> {});
        }
    }

    private void untilCounted(long events, ChildProcess child) {
        Waiting.until(
                () -> {
                    assertThat(child.isAlive()).as(child.printed()).isTrue();
                    return counted() == events;
                },
                child::printed);
    }

    private long counted() {
        long events = 0;
        try (CqlSession session = NodeSession.open(servers)) {
            for (Row row : session.execute("SELECT events FROM " + pipeline + ".by_kind_1d")) {
                events += row.getLong(0);
            }
        } catch (com.datastax.oss.driver.api.core.servererrors.InvalidQueryException noTableYet) {
            return 0;
        }
        return events;
    }
}
