package tallyroll.receiver;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.event.EventSchema;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;

/**
 * What receiving costs: {@code java … tallyroll.receiver.ReceiverBench}. Not a test.
 *
 * <p>JSON events of 170 bytes, in HTTP requests of 500 and as lines of a socket, into an inlet that takes everything at once and
 * forgets it. Senders run in this process, write prepared bytes to plain sockets, and are left out of the CPU figure, which is
 * that of the receiver's threads.
 */
final class ReceiverBench {
    private static final int BATCH = 500;
    private static final int EVENT_BYTES = 170;
    private static final int ROUNDS = 4;
    private static final int HTTP_REQUESTS = 8_000;
    private static final int SOCKET_LINES = 8_000_000;
    private static final EventSpec SPEC = new EventSpec(
            EventSpec.Format.JSON,
            EventSpec.Csv.NONE,
            new EventSchema(List.of(
                    Field.of("id", FieldType.STRING),
                    Field.of("origin", FieldType.STRING),
                    Field.of("destination", FieldType.STRING),
                    Field.of("delay", FieldType.INT),
                    Field.of("distance", FieldType.INT),
                    new Field("date", FieldType.TIMESTAMP, "date", "", "yyyy/MM/dd HH:mm", "UTC", Missing.NULL))),
            List.of("id"),
            "date",
            EventSpec.Duplicates.FIRST,
            "",
            1 << 20);

    private ReceiverBench() {}

    /** Counts and forgets. */
    private static final class Drain implements Inlet {
        private final AtomicLong events = new AtomicLong();
        private final AtomicLong parcels = new AtomicLong();

        @Override
        public Optional<CompletionStage<Void>> offer(Parcel parcel) {
            events.addAndGet(parcel.count());
            parcels.incrementAndGet();
            return Optional.of(CompletableFuture.completedFuture(null));
        }

        @Override
        public boolean awaitRoom(Duration patience) {
            return true;
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.printf(
                "%-28s %12s %14s %12s %14s%n", "way", "events/s", "CPU µs/event", "one core/s", "events/parcel");
        for (int round = 0; round < ROUNDS; round++) {
            http("HTTP lines, 1 connection", 1, false);
            http("HTTP lines, 4 connections", 4, false);
            http("HTTP array, 1 connection", 1, true);
            socket();
        }
    }

    private static Reception reception(Inlet inlet, Map<String, String> options) {
        return new Reception("bench", options, inlet, new Examiner(SPEC, "bench", Expressions.NONE), notice -> {});
    }

    private static void http(String name, int connections, boolean array) throws Exception {
        Drain inlet = new Drain();
        Receiver receiver = new HttpProvider()
                .open(reception(inlet, Map.of("listen", "127.0.0.1:0", "path", "/events", "max_request", "16MB")));
        receiver.start();
        int port = Integer.parseInt(receiver.where().replaceAll(".*:([0-9]+)/.*", "$1"));
        byte[] request = request(array);
        measure(name, "tallyroll-http", inlet, () -> {
            CompletableFuture<?>[] senders = IntStream.range(0, connections)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> post(port, request, HTTP_REQUESTS / connections)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(senders).join();
        });
        receiver.close();
    }

    private static byte[] request(boolean array) {
        String between = array ? "," : "\n";
        String lines = IntStream.range(0, BATCH).mapToObj(ReceiverBench::event).collect(Collectors.joining(between));
        String body = array ? "[" + lines + "]" : lines + "\n";
        return ("POST /events HTTP/1.1\r\nHost: bench\r\nContent-Type: "
                        + (array ? "application/json" : "application/x-ndjson") + "\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String event(int n) {
        String fields = "{\"id\":\"" + (1_000_000 + n) + "\",\"date\":\"2001/01/05 06:20\",\"delay\":" + n % 90
                + ",\"distance\":" + (100 + n) + ",\"origin\":\"ATL\",\"destination\":\"ORD\",\"carrier\":\"";
        return fields + "x".repeat(EVENT_BYTES - fields.length() - 2) + "\"}";
    }

    private static void post(int port, byte[] request, int times) {
        byte[] answer = new byte[4_096];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                int read = 0;
                while (read == 0 || answer[read - 1] != '\n') {
                    read += socket.getInputStream().read(answer, read, answer.length - read);
                }
                if (!new String(answer, 0, read, StandardCharsets.US_ASCII).contains("\"accepted\":" + BATCH)) {
                    throw new IllegalStateException(new String(answer, 0, read, StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static void socket() throws Exception {
        Drain inlet = new Drain();
        byte[] lines = IntStream.range(0, BATCH)
                .mapToObj(n -> event(n) + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Receiver receiver = new SocketProvider()
                    .open(reception(inlet, Map.of("connect", "127.0.0.1:" + listening.getLocalPort())));
            receiver.start();
            try (Socket sender = listening.accept();
                    OutputStream out = new BufferedOutputStream(sender.getOutputStream(), 64 << 10)) {
                measure("socket lines", "tallyroll-socket", inlet, () -> {
                    for (int i = 0; i < SOCKET_LINES / BATCH; i++) {
                        out.write(lines);
                    }
                    out.flush();
                    while (inlet.events.get() < SOCKET_LINES) {
                        Thread.onSpinWait();
                    }
                });
            }
            receiver.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void measure(String name, String threads, Drain inlet, Work work) throws IOException {
        long cpuBefore = cpuNanos(threads);
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        long events = inlet.events.get();
        double micros = (cpuNanos(threads) - cpuBefore) / 1e3 / events;
        System.out.printf(
                "%-28s %,12.0f %14.3f %,12.0f %14.0f%n",
                name, events / seconds, micros, 1e6 / micros, (double) events / inlet.parcels.get());
    }

    /** CPU time of the receiver's threads that live. */
    private static long cpuNanos(String threads) {
        var bean = ManagementFactory.getThreadMXBean();
        return Arrays.stream(bean.getThreadInfo(bean.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(threads))
                .mapToLong(thread -> Math.max(0, bean.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }
}
