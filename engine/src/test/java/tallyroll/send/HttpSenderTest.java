package tallyroll.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.send.EventSender.Receipt;

/** What is sent, and what is made of each answer. */
class HttpSenderTest {
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> bodies = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private HttpServer server;

    private record Answer(int status, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/events", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = answers.isEmpty() ? new Answer(200, "{\"accepted\":1}") : answers.poll();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Retry-After", "7");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void send_events_areLinesOfOneRequest() {
        assertThat(sent("{\"a\":1}", "{\"a\":2}")).isEqualTo(new Receipt(2, 0, List.of()));

        assertThat(bodies).containsExactly("application/x-ndjson {\"a\":1}\n{\"a\":2}\n");
    }

    @Test
    void send_eventOverSeveralLines_isAnElementOfAnArray() {
        sent("{\n}", "{\"a\":2}");

        assertThat(bodies).containsExactly("application/json [{\n},{\"a\":2}]");
    }

    @Test
    void send_moreThanARequestHolds_isSeveralRequests() {
        String[] events = new String[2_500];
        Arrays.fill(events, "{}");

        assertThat(sent(events).taken()).isEqualTo(2_500);
        assertThat(bodies).hasSize(3);
    }

    @Test
    void send_pushedBack_waitsAsLongAsIsAskedForAndSendsTheSameAgain() {
        answers.add(new Answer(429, "{\"error\":\"No room. Nothing was taken\"}"));
        answers.add(new Answer(429, "{\"error\":\"No room. Nothing was taken\"}"));

        assertThat(sent("{}")).isEqualTo(new Receipt(1, 0, List.of()));
        assertThat(waits).containsExactly(7L, 7L);
        assertThat(bodies).hasSize(3).containsOnly("application/x-ndjson {}\n");
    }

    @Test
    void send_pushedBackForMinutes_failsAndSaysThatNothingWasTaken() {
        for (int i = 0; i < 100; i++) {
            answers.add(new Answer(429, "{\"error\":\"No room. Nothing was taken\"}"));
        }

        assertThatThrownBy(() -> sent("{}"))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("it answers 429 (No room. Nothing was taken), and has not taken them for 294 s")
                .hasMessageContaining("None of the events 1 to 1 was taken. Nothing was sent.");
    }

    @Test
    void send_notKnownWhetherTaken_isSentAgainAndSaid() {
        answers.add(new Answer(503, "{\"error\":\"It is not known whether the events were taken\"}"));

        assertThat(sent("{}", "{}").notes())
                .singleElement()
                .asString()
                .contains("2 events were sent again because the receiver could not say");
    }

    @Test
    void send_deadLetters_areCountedWithTheirReasons() {
        answers.add(
                new Answer(
                        400,
                        "{\"accepted\":0,\"rejected\":1,\"rejections\":[{\"event\":1,\"code\":\"not-json\",\"reason\":\"why\"}]}"));

        assertThat(sent("x")).isEqualTo(new Receipt(1, 1, List.of("event 1 is a dead letter: not-json: why")));
    }

    @Test
    void send_refused_saysTheAnswerAndHowFarItCame() {
        HttpSender sender = sender();
        for (int i = 0; i < 1_001; i++) {
            sender.send(Slice.of("{}"), null);
        }
        answers.add(new Answer(404, "{\"error\":\"There is nothing at /event\"}"));

        assertThatThrownBy(sender::finish)
                .hasMessageContaining("it answers 404 (There is nothing at /event)")
                .hasMessageContaining(
                        "None of the events 1001 to 1001 was taken. The first 1000 events were taken; --skip 1000 goes on");
    }

    @Test
    void send_nobodyThere_saysSo() {
        server.stop(0);

        assertThatThrownBy(() -> sent("{}"))
                .isInstanceOf(SendException.class)
                .hasMessageContaining("nobody takes connections there")
                .hasMessageContaining("Nothing was sent.");
    }

    private Receipt sent(String... events) {
        HttpSender sender = sender();
        for (String event : events) {
            sender.send(Slice.of(event), null);
        }
        return sender.finish();
    }

    private HttpSender sender() {
        return new HttpSender(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events"),
                "application/x-ndjson",
                waits::add);
    }
}
