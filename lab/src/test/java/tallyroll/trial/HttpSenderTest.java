package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sender is honest: it repeats what it has no answer for, and nothing else. */
class HttpSenderTest {
    /** No answer: the connection is closed after the body was read. */
    private static final int SILENCE = 0;

    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> received = new ConcurrentHashMap<>();
    private HttpServer server;
    private HttpSender sender;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/events", this::answer);
        server.start();
        sender = new HttpSender("127.0.0.1:" + server.getAddress().getPort(), 4);
    }

    @AfterEach
    void stop() {
        sender.close();
        server.stop(0);
    }

    @Test
    void send_takenAtOnce_isSentOnce() {
        sender.send(events(1_234));

        assertThat(received).hasSize(1_234).allSatisfy((event, times) -> assertThat(times)
                .isEqualTo(1));
        assertThat(sender.acknowledged()).isEqualTo(1_234);
        assertThat(sender.repeated()).isZero();
    }

    @Test
    void send_full_isSentAgainUntilTaken() {
        answers.addAll(List.of(429, 429));

        sender.send(events(10));

        assertThat(received).hasSize(10).allSatisfy((event, times) -> assertThat(times)
                .isEqualTo(3));
        assertThat(sender.acknowledged()).isEqualTo(10);
    }

    @Test
    void send_answerLost_isSentAgainAndCountedAsRepeated() {
        answers.addAll(List.of(SILENCE, 503));

        sender.send(events(10));

        assertThat(sender.acknowledged()).isEqualTo(10);
        assertThat(sender.repeated()).isEqualTo(20);
    }

    @Test
    void send_refused_failsWithTheAnswer() {
        answers.add(400);

        assertThatThrownBy(() -> sender.send(events(10))).hasMessageContaining("it answered 400");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        body.lines().forEach(line -> received.merge(line, 1, Integer::sum));
        Integer answer = answers.poll();
        if (answer == null || answer != SILENCE) {
            exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
        }
        exchange.close();
    }

    private static List<byte[]> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("{\"id\":\"" + i + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }
}
