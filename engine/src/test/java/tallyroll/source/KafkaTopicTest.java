package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Pipeline;

class KafkaTopicTest {
    @Test
    void open_nobodyListens_saysSoWithinTenSeconds() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        long begin = System.nanoTime();

        assertThatThrownBy(() -> KafkaTopic.open(topicAt("localhost:" + port)))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.fault()).isEqualTo(SourceException.Fault.UNREACHABLE))
                .hasMessageStartingWith(
                        "Cannot read topic \"flights\" at localhost:" + port + ": no broker answered in time (")
                .hasMessageContaining("source.kafka.bootstrap");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(11));
    }

    @Test
    void open_noSuchHost_saysWhichKeyToCorrect() {
        assertThatThrownBy(() -> KafkaTopic.open(topicAt("no-such-host.invalid:9092")))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.fault()).isEqualTo(SourceException.Fault.UNREACHABLE))
                .hasMessageContaining("source.kafka.bootstrap");
    }

    private static Pipeline.Kafka topicAt(String bootstrap) {
        return new Pipeline.Kafka(bootstrap, "flights", Map.of(), 0);
    }
}
