package tallyroll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverException;
import tallyroll.receiver.ReceiverHarness;

/** Many senders, slow ones, a full sink, a stop: what was accepted is what was taken. */
@Timeout(60)
class HttpPressureTest {
    private final HttpClientHarness http = new HttpClientHarness();
    private final ExecutorService senders = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        senders.shutdownNow();
        http.close();
    }

    private static String batch(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(ReceiverHarness::event)
                .collect(Collectors.joining("\n"));
    }

    /** The sink holds some ten requests, and the first are taken out of it only when one was refused. */
    @Test
    void clients_atOnceIntoASmallSink_acceptedIsTaken() throws Exception {
        int clients = 8;
        int requests = 50;
        try (HttpClientHarness small = new HttpClientHarness("json", 10_000)) {
            List<CompletableFuture<Integer>> sent = IntStream.range(0, clients)
                    .mapToObj(client -> CompletableFuture.supplyAsync(
                            () -> IntStream.range(client * requests, (client + 1) * requests)
                                    .map(request -> retried(small, batch(request * 20, 20)))
                                    .sum(),
                            senders))
                    .toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
            small.sink().awaitRefusals(1);
            List<String> drained = new ArrayList<>();
            while (!all.isDone()) {
                drained.addAll(small.sink().drain());
                LockSupport.parkNanos(100_000);
            }
            drained.addAll(small.sink().drain());

            int events = clients * requests * 20;
            assertThat(sent.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(events);
            assertThat(drained).hasSize(events);
            assertThat(Set.copyOf(drained))
                    .isEqualTo(IntStream.range(0, events)
                            .mapToObj(ReceiverHarness::event)
                            .collect(Collectors.toSet()));
        }
    }

    /** Sends until it is accepted, as a sender should. Returns how many events. */
    private static int retried(HttpClientHarness http, String body) {
        try {
            HttpResponse<String> answer = http.post(body);
            while (answer.statusCode() == 429) {
                answer = http.post(body);
            }
            return Integer.parseInt(answer.body().replaceAll(".*\"accepted\":([0-9]+).*\\s", "$1"));
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void post_againAfter429_isTakenOnce() throws Exception {
        http.sink().full(true);
        int refused = http.post(batch(0, 5)).statusCode();
        http.sink().full(false);
        int accepted = http.post(batch(0, 5)).statusCode();

        assertThat(List.of(refused, accepted)).containsExactly(429, 200);
        assertThat(http.sink().drain()).isEqualTo(batch(0, 5).lines().toList());
    }

    @Test
    void post_roomComesWithinASecond_isTaken() throws Exception {
        http.sink().full(true);
        CompletableFuture<HttpResponse<String>> answer = http.postLater(ReceiverHarness.event(1));
        http.sink().awaitRefusals(1);
        http.sink().full(false);

        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @Test
    void answer_comesOnlyAfterTheStage() throws Exception {
        http.sink().completeLater();
        CompletableFuture<HttpResponse<String>> answer = http.postLater(ReceiverHarness.event(1));
        http.sink().awaitTaken(1);
        // Another request goes all the way meanwhile: the server is not merely slow.
        assertThat(http.send("GET", "/health", "").statusCode()).isEqualTo(200);
        assertThat(answer).isNotDone();
        http.sink().completeAll();

        assertThat(answer.get().statusCode()).isEqualTo(200);
    }

    @Test
    void senders_slowerThanThereAreThreads_keepNobodyWaiting() throws Exception {
        String head = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + ReceiverHarness.event(1).length() + "\r\n\r\n";
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Socket socket = new Socket(http.events().getHost(), http.events().getPort());
            socket.getOutputStream().write((head + "{").getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }

        assertThat(http.post(ReceiverHarness.event(2)).statusCode()).isEqualTo(200);
        for (Socket socket : slow) {
            socket.getOutputStream().write(ReceiverHarness.event(1).substring(1).getBytes(StandardCharsets.US_ASCII));
        }
        http.sink().awaitTaken(61);
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void sender_goesAwayWithinItsBody_takesNothing() throws Exception {
        try (Socket socket = new Socket(http.events().getHost(), http.events().getPort())) {
            String head = "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
            socket.getOutputStream()
                    .write((head + ReceiverHarness.event(1) + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(http.post(ReceiverHarness.event(2)).statusCode()).isEqualTo(200);
        assertThat(http.sink().drain()).containsExactly(ReceiverHarness.event(2));
    }

    @Test
    void close_whileARequestWaits_answersIt() throws Exception {
        http.sink().completeLater();
        CompletableFuture<HttpResponse<String>> answer = http.postLater(ReceiverHarness.event(1));
        http.sink().awaitTaken(1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(http::close);
        while (accepts()) {
            Thread.onSpinWait();
        }
        assertThat(closed).isNotDone();
        http.sink().completeAll();

        assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closed.get(10, TimeUnit.SECONDS);
    }

    private boolean accepts() {
        try {
            return http.send("GET", "/health", "").statusCode() == 200;
        } catch (Exception refused) {
            return false;
        }
    }

    @Test
    void start_portTaken_saysWhichAndWhatToDo() {
        Receiver second = new HttpProvider()
                .open(http.rig.json("http: {listen: \"" + http.events().getAuthority() + "\"}"));

        assertThatThrownBy(second::start)
                .isInstanceOf(ReceiverException.class)
                .hasMessage("Cannot listen for HTTP at [" + http.events().getAuthority()
                        + "]: Address already in use. Write an address of this machine with a free port as http.listen; "
                        + "port 0 takes a free one.");
    }

    @Test
    void start_severalAddresses_listensAtEach() throws Exception {
        try (Receiver both = new HttpProvider().open(http.rig.json("http: {listen: \"127.0.0.1:0, [::1]:0\"}"))) {
            both.start();

            for (String where : both.where().split(", ")) {
                assertThat(http.get(URI.create(where).resolve("/health"))).isEqualTo(200);
            }
            assertThat(both.where().split(", ")).hasSize(2);
        }
    }

    @Test
    void request_noHttp_isRefusedInJson() throws Exception {
        try (Socket socket = new Socket(http.events().getHost(), http.events().getPort())) {
            socket.getOutputStream().write("HELLO\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("{\"error\":\"The request is refused: ");
        }
    }
}
