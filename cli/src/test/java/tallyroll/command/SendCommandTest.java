package tallyroll.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.cli.ExitCode;

/** Where events are sent, and what is said where they cannot be. */
class SendCommandTest {
    private static final String DEFINITION = """
            pipeline: readings
            source:
              %s
            event:
              format: json
              time: at
              fields: {at: timestamp, sensor: string}
            strategy: counters
            rollups:
              readings: {by: [sensor], every: [1h], measures: {readings: count}}
            """;

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void write() throws Exception {
        terminal = new Terminal(directory);
        Files.writeString(directory.resolve("r.ndjson"), "{\"n\":1}\n\n{\"n\":2}\n{\"n\":3}\n");
    }

    @Test
    void send_toAPipelinesReceiver_goesToItsAddress() throws Exception {
        List<String> taken = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/in", exchange -> {
            taken.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String listen = "http: {listen: \"127.0.0.1:" + server.getAddress().getPort() + "\", path: /in}";
        Files.writeString(directory.resolve("p.yaml"), DEFINITION.formatted(listen));

        assertThat(terminal.type("send", "r.ndjson", "--pipeline", "p.yaml", "--skip", "1"))
                .as(terminal.err())
                .isEqualTo(ExitCode.RIGHT);

        server.stop(0);
        assertThat(taken).containsExactly("{\"n\":2}\n{\"n\":3}\n");
        assertThat(terminal.out())
                .startsWith("sent 2 events (14 bytes) to http://127.0.0.1:")
                .contains(" events/s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    r.ndjson                                    | it is not said where to
                    none.ndjson --to http://127.0.0.1:1/x       | there is no such file
                    r.ndjson --to http://127.0.0.1:1/x --key n  | they are for topics
                    r.ndjson --to trips --partitions 0          | a topic has at least one partition
                    r.ndjson --pipeline mqtt.yaml               | Cannot send to the mqtt source of pipeline "readings"
                    """)
    void send_nonsense_isUsage(String words, String message) throws Exception {
        Files.writeString(
                directory.resolve("mqtt.yaml"), DEFINITION.formatted("mqtt: {server: \"localhost:1\", topic: t}"));

        assertThat(terminal.type(("send " + words).split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(terminal.err()).contains(message);
    }

    @Test
    void send_nobodyThere_failsAndSaysThatNothingWasSent() {
        assertThat(terminal.type("send", "r.ndjson", "--to", "http://127.0.0.1:1/x"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err()).contains("nobody takes connections there", "Nothing was sent.");
    }

    @Test
    void send_noBroker_fails() {
        assertThat(terminal.type("send", "r.ndjson", "--to", "trips", "--bootstrap", "127.0.0.1:1"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(terminal.err())
                .contains("Cannot send to topic \"trips\" at 127.0.0.1:1: no broker answered in time");
    }
}
