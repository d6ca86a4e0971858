package tallyroll.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.ReceiverHarness;

/** A real server socket sends; what arrives is held against what was sent. */
@Timeout(60)
class SocketReceiverTest {
    private final ReceiverHarness rig = new ReceiverHarness(1 << 20);
    private LineServer server;
    private Receiver receiver;

    @BeforeEach
    void listen() throws IOException {
        server = new LineServer(0);
        receiver = connectedTo(server.address());
    }

    private Receiver connectedTo(String addresses) {
        Receiver opened = new SocketProvider().open(rig.json("socket: {connect: \"" + addresses + "\"}"));
        opened.start();
        return opened;
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
        server.close();
    }

    @Test
    void lines_ofEveryKind_areEvents() throws Exception {
        server.accept().send("one\ntwo\r\n\n\r\nthr").send("ee\nfour").hangUp();
        rig.sink.awaitTaken(4);

        assertThat(rig.sink.drain()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void line_alone_isHandedOnWithoutWaitingForMore() throws Exception {
        server.accept().send("one\n");
        rig.sink.awaitTaken(1);

        assertThat(rig.sink.drain()).containsExactly("one");
    }

    @Test
    void line_oversized_isCutAndTheNextIsWhole() throws Exception {
        server.accept().send("x".repeat(100_000) + "\nnext\n");
        rig.sink.awaitTaken(2);

        assertThat(rig.sink.drain()).containsExactly("x".repeat(ReceiverHarness.MAX_BYTES + 1), "next");
    }

    @Test
    void server_restarts_isConnectedToAgain() throws Exception {
        int port = server.port();
        server.accept().send("one\n");
        rig.sink.awaitTaken(1);
        server.close();
        assertThat(rig.awaitNotice("no connection"))
                .matches("no connection to 127.0.0.1:" + port + ": .+; the next attempt is in [0-9]+ ms");
        server = new LineServer(port);
        server.accept().send("two\n");
        rig.sink.awaitTaken(2);

        assertThat(rig.sink.drain()).containsExactly("one", "two");
    }

    @Test
    void server_isNotThereYet_isTriedAgainUntilItIs() throws Exception {
        int port = server.port();
        server.close();
        try (Receiver early = connectedTo("127.0.0.1:" + port)) {
            rig.awaitNotice("no connection");
            rig.awaitNotice("no connection");
            server = new LineServer(port);
            server.accept().send("one\n");
            rig.sink.awaitTaken(1);

            assertThat(early.where()).isEqualTo("127.0.0.1:" + port);
        }
    }

    @Test
    void connection_brokenWithinALine_leavesOutItsBeginning() throws Exception {
        server.accept().send("one\ntwo,12");
        rig.sink.awaitTaken(1);
        server.breakOff();

        assertThat(rig.awaitNotice("within a line"))
                .isEqualTo("the connection to " + server.address()
                        + " ended within a line; its first 6 bytes are left out, for they may read as another event");
        assertThat(rig.sink.drain()).containsExactly("one");
    }

    @Test
    void addresses_several_haveAConnectionEach() throws Exception {
        try (LineServer other = new LineServer(0);
                Receiver both = connectedTo(server.address() + ", " + other.address())) {
            other.accept().send("other\n");
            server.accept();
            server.accept().send("one\n");
            rig.sink.awaitTaken(2);

            assertThat(rig.sink.drain()).containsExactlyInAnyOrder("one", "other");
            assertThat(both.where()).isEqualTo(server.address() + ", " + other.address());
        }
    }

    @Test
    void stage_fails_linesAreHandedOnAgain() throws Exception {
        rig.sink.failNext(3);
        server.accept().send("one\ntwo\n");
        rig.sink.awaitTaken(2);

        assertThat(rig.sink.drain()).containsExactly("one", "two");
        assertThat(rig.awaitNotice("not known"))
                .isEqualTo("it is not known whether lines of the socket were kept; they are handed on again");
    }

    /** A server that writes for ever comes to a stand while nothing is taken; nothing is lost or changes places. */
    @Test
    void sink_full_stopsTheServer() throws Exception {
        int lines = 200_000;
        AtomicLong sent = new AtomicLong();
        server.accept();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(lines, sent));
        rig.sink.awaitRefusals(1);
        awaitStandstill(writing, sent);
        assertThat(sent.get()).isLessThan(lines);
        List<String> got = new ArrayList<>();
        while (got.size() < lines) {
            got.addAll(rig.sink.drain());
        }

        assertThat(got)
                .isEqualTo(IntStream.range(0, lines)
                        .mapToObj(SocketReceiverTest::line)
                        .toList());
        assertThat(rig.awaitNotice("no room"))
                .isEqualTo("no room for more events: nothing is read from the socket, the server has to wait");
    }

    private void write(int lines, AtomicLong sent) {
        try {
            for (int i = 0; i < lines; i++) {
                server.send(line(i) + "\n");
                sent.incrementAndGet();
            }
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static String line(int number) {
        return number + "x".repeat(90);
    }

    /** Until half a second went by without a line. */
    private static void awaitStandstill(CompletableFuture<Void> writing, AtomicLong sent) throws Exception {
        long before = -1;
        while (before != sent.get()) {
            before = sent.get();
            try {
                writing.get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillAtIt) {
                continue;
            } catch (ExecutionException fault) {
                throw new AssertionError(fault);
            }
        }
    }

    @Test
    void close_whileStagesWait_waitsForThem() throws Exception {
        rig.sink.completeLater();
        server.accept().send("one\n");
        rig.sink.awaitTaken(1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(receiver::close);
        rig.sink.completeAll();

        closed.get(5, TimeUnit.SECONDS);
        assertThat(rig.notices).noneMatch(notice -> notice.contains("not known"));
    }
}
