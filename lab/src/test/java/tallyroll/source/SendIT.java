package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Main;
import tallyroll.oracle.Topic;
import tallyroll.oracle.TopicRecord;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;

/** {@code send} to a real broker: what it says was sent is what the topic has. */
class SendIT {
    @TempDir
    static Path directory;

    private static LocalServers servers;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() throws Exception {
        servers = LocalServers.onFreePorts(directory);
        servers.kafka().start(Lifetime.WITH_THIS_PROCESS);
        servers.kafka().awaitReady();
        Files.writeString(directory.resolve("trips.json"), "[{\"id\":\"a\"},\n {\"id\":\"b\"}, {\"n\":1}]\n");
    }

    @AfterAll
    static void stopBroker() {
        servers.kafka().stop();
    }

    @Test
    void send_topicThatIsNotThere_isRefusedThenMadeAndFilled() {
        assertThat(send("trips")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("the broker knows no such topic", "--create-topic");

        assertThat(send("trips", "--create-topic", "--partitions", "3", "--key", "id"))
                .as(err.toString())
                .isEqualTo(ExitCode.RIGHT);
        assertThat(out.toString()).startsWith("sent 3 events (27 bytes) to topic \"trips\" at ");
        assertThat(err.toString()).contains("1 events have no field \"id\" with a value");
        List<TopicRecord> records = Topic.read(servers.bootstrap(), "trips");
        assertThat(records)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"n\":1}");
    }

    private ExitCode send(String topic, String... options) {
        String[] words = {"send", "trips.json", "--to", topic, "--bootstrap", servers.bootstrap()};
        String[] all =
                Stream.concat(Arrays.stream(words), Arrays.stream(options)).toArray(String[]::new);
        return Main.run(new Console(new PrintWriter(out), new PrintWriter(err), false, directory, Map.of()), all);
    }
}
