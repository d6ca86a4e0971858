package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tallyroll.client.ClientEvents;
import tallyroll.client.ClientRun;
import tallyroll.client.Totals;
import tallyroll.oracle.CqlTables;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.retry.Patience;
import tallyroll.server.TestServers;

/** Counters without Spark and without Kafka: what is posted is counted before the sender is answered. */
class CountersByHttpIT {
    private static final String DEFINITION = """
            pipeline: %1$s
            source: {http: {listen: "127.0.0.1:0"}}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp, page: string}
            strategy: counters
            counters: {coalesce: 0s}
            cassandra: {contact: "%2$s", keyspace: %1$s}
            rollups:
              by_page: {by: [page], every: [1h], measures: {clicks: count}}
            """;

    private final List<String> logLines = new CopyOnWriteArrayList<>();
    private final String name = "posted_" + Long.toString(System.nanoTime(), 36);
    private final Pipeline pipeline = Definition.parse(
            DEFINITION.formatted(name, TestServers.shared().contactPoint()), "posted.yaml", Environment.of(Map.of()));

    @Test
    void post_answered_isCounted() throws Exception {
        try (ClientRun client = open()) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> run(client));
            Waiting.until(() -> !logLines.isEmpty() || run.isDone(), () -> "it does not listen: " + logLines);
            String url = logLines.get(0).replace("counting from ", "");
            String good = "{\"id\":\"1\",\"at\":\"2024-05-01T10:00:00Z\",\"page\":\"home\"}\n";

            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .POST(BodyPublishers.ofString(good + good + "{\n" + good))
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(client.totals()).isEqualTo(new Totals(4, 3, 1, 1, 0));
            client.stop();
            run.get(1, TimeUnit.MINUTES);
        }
        new CqlTables(TestServers.shared().session(), name).rows("by_page_1h", row -> assertThat(row)
                .containsEntry("page", "home")
                .containsEntry("clicks", 3L));
    }

    @Test
    void runOnce_receiver_isRefused() {
        try (ClientRun client = open()) {
            assertThatThrownBy(client::runOnce)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "Cannot run \"" + name + "\" once: its source is http, and what will be sent has no end."
                                    + " Run it without --once and stop it.");
        }
    }

    private ClientRun open() {
        ClientEvents events = new ClientEvents() {
            @Override
            public void counted(Totals totals) {
                // read at the end
            }

            @Override
            public void notice(String line) {
                logLines.add(line);
            }
        };
        try {
            return ClientRun.open(pipeline, Patience.FOR_EVER, events);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private static void run(ClientRun run) {
        try {
            run.run();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
