package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.flights.Flight;
import tallyroll.oracle.CqlTables;
import tallyroll.oracle.DefinitionFile;
import tallyroll.oracle.Oracle;
import tallyroll.oracle.Topic;
import tallyroll.oracle.Verdict;
import tallyroll.publish.Disorder;
import tallyroll.publish.Feed;
import tallyroll.publish.FlightJson;
import tallyroll.publish.GeneratedFlights;
import tallyroll.publish.Publisher;
import tallyroll.server.TestServers;

/**
 * As many groups as events in one batch, in a small heap: 120,000 in 512 MB, with {@code -Dtallyroll.campaign=long} a million in
 * 2 GB.
 */
class ManyGroupsIT {
    private static final boolean LONG = "long".equals(System.getProperty("tallyroll.campaign"));
    private static final int GROUPS = LONG ? 1_000_000 : 120_000;
    private static final String HEAP = LONG ? "-Xmx2g" : "-Xmx512m";

    private static final Duration LIMIT = Duration.ofMinutes(LONG ? 30 : 10);

    private static final String DEFINITION = """
            pipeline: %1$s
            source:
              kafka: {bootstrap: "%2$s", topic: %3$s}
            event:
              format: json
              id: id
              time: {field: date, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields: {id: string, origin: string, delay: int}
            grace: 36500d
            cassandra: {contact: "%4$s", keyspace: %1$s}
            rollups:
              each:
                by: [id, origin]
                every: [1d]
                measures: {flights: count, delay: sum(delay), worst: max(delay)}
            """;

    @TempDir
    Path directory;

    @Test
    void batch_ofOneGroupAnEvent_staysWithinTheHeap() throws Exception {
        TestServers servers = TestServers.shared();
        String topic = servers.freshTopic(RecordedTopic.PARTITIONS);
        try (Publisher publisher = new Publisher(servers.bootstrap(), topic)) {
            publisher.publish(
                    new Feed(
                            new GeneratedFlights(17, GROUPS, 300),
                            this::json,
                            Disorder.none(17, RecordedTopic.PARTITIONS)),
                    sent -> {});
        }
        String keyspace = "faults_many_groups";
        String yaml = DEFINITION.formatted(keyspace, servers.bootstrap(), topic, servers.contactPoint());
        Path file = Files.writeString(directory.resolve("groups.yaml"), yaml);

        List<String> run = List.of("run", file.toString(), "--once", "--master", Scenario.MASTER);
        try (ChildProcess child = ChildProcess.start(directory, List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"), run)) {
            assertThat(child.exit(LIMIT)).as(child.printed()).isZero();
            assertThat(child.printed()).contains("in 1 batches; %,d rows written".formatted(GROUPS));
        }

        Verdict verdict = Oracle.judge(
                DefinitionFile.read(yaml),
                Topic.read(servers.bootstrap(), topic),
                new CqlTables(servers.session(), keyspace));
        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.rows()).isEqualTo(GROUPS);
    }

    private byte[] json(Flight flight) {
        return FlightJson.plain().apply(flight);
    }
}
