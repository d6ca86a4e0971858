package tallyroll.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventSink;
import tallyroll.receiver.Receiver;
import tallyroll.receiver.Receivers;
import tallyroll.wal.WalWriter;

/**
 * What receiving costs: JSON events of 170 bytes, in HTTP requests of 500 and as lines of a socket, into the write-ahead log, or into
 * a sink that accepts everything at once and forgets it.
 *
 * <p>Senders run in this process, write prepared bytes to plain sockets, and are left out of the CPU figure, which is that of the
 * threads of the receiver and the log. Each is run once unmeasured, to warm up.
 */
final class Receiving {
    private static final int BATCH = 500;
    private static final int EVENT_BYTES = 170;
    private static final String DEFINITION = """
            pipeline: bench
            source: {%s, wal: {directory: "%s"}}
            event:
              format: json
              id: id
              time: {field: date, pattern: "yyyy/MM/dd HH:mm", zone: UTC}
              fields: {id: string, origin: string, destination: string, delay: int, distance: int}
            strategy: idempotent-wal
            rollups:
              delays_by_origin: {by: [origin], every: [1h, 1d], measures: {flights: count, delay: sum(delay)}}
            """;

    private final Path directory;
    private final int events;

    /**
     * What one of them cost.
     *
     * @param perSecond events, by the wall clock
     * @param micros CPU time per event, µs
     * @param perBatch events that were handed on together
     */
    record Figure(double perSecond, double micros, double perBatch) {}

    /** @param directory where logs are written */
    Receiving(Path directory, int events) {
        this.directory = directory;
        this.events = events / BATCH * BATCH;
    }

    /** HTTP requests on so many connections, each answered when its events are durable in the log. */
    Figure httpIntoLog(int connections) throws IOException {
        Pipeline pipeline = pipeline("http: {listen: \"127.0.0.1:0\"}");
        try (WalWriter writer = WalWriter.open(pipeline, line -> {})) {
            Counted sink = new Counted(writer);
            return http(pipeline, sink, connections);
        }
    }

    /** HTTP requests into nothing. */
    Figure http(int connections) throws IOException {
        return http(pipeline("http: {listen: \"127.0.0.1:0\"}"), new Counted(new Nothing()), connections);
    }

    private Figure http(Pipeline pipeline, Counted sink, int connections) throws IOException {
        try (Receiver receiver = Receivers.open(pipeline, Expressions.NONE, sink, line -> {})) {
            receiver.start();
            int port = Integer.parseInt(receiver.where().replaceAll(".*:([0-9]+)/.*", "$1"));
            byte[] request = request();
            int each = events / BATCH / connections;
            return measured(sink, () -> {
                CompletableFuture<?>[] senders = IntStream.range(0, connections)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> post(port, request, each)))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(senders).join();
            });
        }
    }

    /** Lines of a socket into nothing. */
    Figure socket() throws IOException {
        byte[] lines = lines().getBytes(StandardCharsets.US_ASCII);
        Counted sink = new Counted(new Nothing());
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Receiver receiver = Receivers.open(
                        pipeline("socket: {connect: \"127.0.0.1:" + listening.getLocalPort() + "\"}"),
                        Expressions.NONE,
                        sink,
                        line -> {})) {
            receiver.start();
            try (Socket sender = listening.accept();
                    OutputStream out = new BufferedOutputStream(sender.getOutputStream(), 64 << 10)) {
                return measured(sink, () -> {
                    for (int i = 0; i < events / BATCH; i++) {
                        out.write(lines);
                    }
                    out.flush();
                    while (sink.events.get() < events) {
                        Thread.onSpinWait();
                    }
                });
            }
        }
    }

    private Pipeline pipeline(String source) {
        return Definition.parse(DEFINITION.formatted(source, directory), "bench.yaml", Environment.of(Map.of()));
    }

    private static byte[] request() {
        String body = lines();
        return ("POST /events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String lines() {
        return IntStream.range(0, BATCH).mapToObj(Receiving::event).collect(Collectors.joining("\n", "", "\n"));
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
                String text = new String(answer, 0, read, StandardCharsets.US_ASCII);
                if (!text.contains("\"accepted\":" + BATCH)) {
                    throw new IllegalStateException(
                            "Cannot measure receiving: a request of " + BATCH + " events was answered with\n" + text);
                }
            }
        } catch (IOException failed) {
            throw new IllegalStateException("Cannot measure receiving: " + failed.getMessage(), failed);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Figure measured(Counted sink, Work work) throws IOException {
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        long taken = sink.events.get();
        double micros = (cpuNanos() - cpu) / 1e3 / taken;
        return new Figure(taken / seconds, micros, (double) taken / sink.batches.get());
    }

    /** CPU time of the live threads of the receivers and the log. */
    private static long cpuNanos() {
        var bean = ManagementFactory.getThreadMXBean();
        return Arrays.stream(bean.getThreadInfo(bean.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("tallyroll-"))
                .mapToLong(thread -> Math.max(0, bean.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    /** Accepts everything and forgets it. */
    private static final class Nothing implements EventSink {
        @Override
        public Optional<CompletionStage<Void>> offer(EventBatch batch) {
            return Optional.of(CompletableFuture.completedFuture(null));
        }

        @Override
        public boolean awaitRoom(long weight, Duration patience) {
            return true;
        }
    }

    /** Counts what another sink accepts. */
    private static final class Counted implements EventSink {
        private final EventSink sink;
        private final AtomicLong events = new AtomicLong();
        private final AtomicLong batches = new AtomicLong();

        Counted(EventSink sink) {
            this.sink = sink;
        }

        @Override
        public Optional<CompletionStage<Void>> offer(EventBatch batch) {
            Optional<CompletionStage<Void>> taken = sink.offer(batch);
            if (taken.isPresent()) {
                events.addAndGet(batch.count());
                batches.incrementAndGet();
            }
            return taken;
        }

        @Override
        public boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
            return sink.awaitRoom(weight, patience);
        }
    }
}
