package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;
import tallyroll.publish.Topics;
import tallyroll.retry.Waits;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServer;
import tallyroll.server.LocalServers;

/** A reader whose broker dies, comes back, or stops answering. */
class BrokerRestartIT {
    private static final int RECORDS = 200_000;

    @TempDir
    Path directory;

    private LocalServers servers;
    private LocalServer broker;
    private Pipeline.Kafka kafka;

    @BeforeEach
    void startBroker() throws Exception {
        servers = LocalServers.onFreePorts(directory);
        broker = servers.kafka();
        broker.start(Lifetime.WITH_THIS_PROCESS);
        broker.awaitReady();
        Topics.fresh(servers.bootstrap(), "flights", 1);
        TopicWriter.send(
                servers.bootstrap(),
                "flights",
                0,
                IntStream.range(0, RECORDS).mapToObj(Integer::toString).toList());
        kafka = new Pipeline.Kafka(
                servers.bootstrap(),
                "flights",
                Map.of("max.partition.fetch.bytes", "65536", "fetch.max.bytes", "65536"),
                0);
    }

    @AfterEach
    void killBroker() {
        broker.kill();
    }

    @Test
    void read_brokerKilledAndRestartedInBetween_givesEachRecordOnce() throws Exception {
        try (KafkaRangeReader reader = reader(Waits.KAFKA_RANGE.limit())) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(reader.next()).isTrue();
            }
            broker.kill();
            CompletableFuture<Integer> rest = CompletableFuture.supplyAsync(() -> count(reader));
            broker.start(Lifetime.WITH_THIS_PROCESS);

            assertThat(rest.get(2, TimeUnit.MINUTES)).isEqualTo(RECORDS - 1_000);
        }
    }

    @Test
    void read_brokerSilent_givesUpWhenPatienceIsOver() {
        try (KafkaRangeReader reader = reader(Duration.ofSeconds(3))) {
            assertThat(reader.next()).isTrue();
            broker.pause();

            SourceException fault = catchThrowableOfType(SourceException.class, () -> count(reader));

            assertThat(fault.fault()).isEqualTo(SourceException.Fault.UNREACHABLE);
            assertThat(fault)
                    .hasMessageStartingWith("Cannot read offsets ")
                    .hasMessageContaining("of partition 0 of topic \"flights\" at " + servers.bootstrap()
                            + ": no broker gave any of them for 3 s.");
        } finally {
            broker.resume();
        }
    }

    private KafkaRangeReader reader(Duration patience) {
        Cursors cursors = new Cursors(1, 0);
        return KafkaRangeReader.open(kafka, new Claim.Range("flights", 0, 0, RECORDS), patience, cursors);
    }

    private static int count(KafkaRangeReader reader) {
        int count = 0;
        while (reader.next()) {
            count++;
        }
        return count;
    }
}
