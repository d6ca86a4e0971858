package tallyroll.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.flights.Flights;
import tallyroll.oracle.Topic;
import tallyroll.oracle.TopicRecord;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;

/** With a real broker: what the feed reports to have returned is what the topic has. */
class PublisherIT {
    @TempDir
    static Path directory;

    private static LocalServers servers;

    @BeforeAll
    static void startBroker() {
        servers = LocalServers.onFreePorts(directory);
        servers.kafka().start(Lifetime.WITH_THIS_PROCESS);
        servers.kafka().awaitReady();
    }

    @AfterAll
    static void stopBroker() {
        servers.kafka().stop();
    }

    @Test
    void publish_wholeSliceTwiceOnFreshTopics_leavesOneSliceOnTheTopic() throws InterruptedException {
        for (int run = 0; run < 2; run++) {
            Topics.fresh(servers.bootstrap(), "flights", 4);
            Feed feed = new Feed(Flights.slice(), FlightJson.plain(), Disorder.usual(run, 4, Flights.SLICE));
            AtomicLong sent = new AtomicLong();
            try (Publisher publisher = new Publisher(servers.bootstrap(), "flights")) {
                publisher.publish(feed, sent::addAndGet);
            }

            List<TopicRecord> topic = Topic.read(servers.bootstrap(), "flights");

            assertThat(topic).hasSize((int) feed.published().records());
            assertThat(sent).hasValue(feed.published().records());
            assertThat(topic).extracting(TopicRecord::partition).containsOnly(0, 1, 2, 3);
        }
    }
}
