package tallyroll.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import tallyroll.bytes.Slice;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;
import tallyroll.ring.MemoryStoreProvider;
import tallyroll.store.Stores;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.wal.WalWriter;

/**
 * A definition in a directory whose events come from a write-ahead log there and whose tables are in memory, so that commands run
 * whole: only the node is missing.
 */
final class LoggedPipeline {
    static final String FILE = "readings.yaml";

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String DEFINITION = """
            pipeline: %s
            source:
              http: {listen: "localhost:0"}
              wal: {directory: "%s"}
            event:
              format: json
              id: id
              time: at
              fields: {id: string, sensor: string, value: long}
            strategy: idempotent-wal
            record: {bucket: 1h}
            grace: 1m
            cassandra: {contact: "%s"}
            rollups:
              by_sensor:
                by: [sensor]
                every: [1h, 1d]
                measures: {readings: count, value: sum(value)}
            """;

    private final Path directory;
    private final Pipeline pipeline;

    private LoggedPipeline(Path directory, Pipeline pipeline) {
        this.directory = directory;
        this.pipeline = pipeline;
    }

    static LoggedPipeline in(Path directory) throws Exception {
        String name = "readings_" + NAMES.incrementAndGet();
        String yaml = DEFINITION.formatted(name, directory.resolve("wal"), MemoryStoreProvider.CONTACT);
        Files.writeString(directory.resolve(FILE), yaml);
        return new LoggedPipeline(directory, Definition.parse(yaml, FILE, Environment.of(Map.of(), directory)));
    }

    String name() {
        return pipeline.name();
    }

    /** Edits the file; what is stored stays. */
    void change(String from, String to) throws IOException {
        Path file = directory.resolve(FILE);
        String yaml = Files.readString(file);
        if (!yaml.contains(from)) {
            throw new AssertionError("the definition has no " + from);
        }
        Files.writeString(file, yaml.replace(from, to));
    }

    Path directory() {
        return directory;
    }

    Stores stores() {
        return Stores.shared(pipeline);
    }

    static String reading(String id, String at, String sensor, long value) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"sensor\":\"%s\",\"value\":%d}".formatted(id, at, sensor, value);
    }

    /** Makes events durable in the log, as a receiver does. */
    void receive(String... events) {
        try (WalWriter writer = WalWriter.open(pipeline, warning -> {})) {
            List<CompletableFuture<Void>> safe = new ArrayList<>();
            for (String event : events) {
                EventBatch batch = EventBatch.builder()
                        .add(Slice.of(event.getBytes(StandardCharsets.UTF_8)))
                        .build();
                safe.add(writer.offer(batch).orElseThrow().toCompletableFuture());
            }
            safe.forEach(CompletableFuture::join);
        }
    }

    /** Another process holds the lease from now on, for an hour. */
    void leaseTo(String holder) {
        LeaseHolder.acquire(
                stores().control(),
                pipeline.name(),
                holder,
                Duration.ofHours(1),
                InstantSource.system(),
                gone -> false);
    }

    /** Another process asks for work. */
    Request ask(Request.Work work) {
        return new RequestQueue(stores().requests(), pipeline.name(), InstantSource.system())
                .post(UUID.randomUUID(), work, "elsewhere/4711");
    }

    /** The next request, once there is one, in the hands of a driver elsewhere. */
    RequestQueue.Taken taken() {
        RequestQueue queue = new RequestQueue(stores().requests(), pipeline.name(), InstantSource.system());
        Optional<RequestQueue.Taken> taken = queue.take();
        while (taken.isEmpty()) {
            Thread.onSpinWait();
            taken = queue.take();
        }
        return taken.get();
    }

    /** A driver claims a range of a log and ends. */
    void claim(int log, long from, long until) {
        Acquisition answer = LeaseHolder.acquire(
                stores().control(),
                pipeline.name(),
                "ended/1",
                Duration.ofHours(1),
                InstantSource.system(),
                gone -> false);
        LeaseHolder lease = ((Acquisition.Acquired) answer).driver();
        lease.claim(List.of(new Claim.Range(pipeline.source().name(), log, from, until)));
        lease.release();
    }

    /** Puts a wrong number into a stored row, as a foreign program might; the row must be there. */
    void damage(String table, String bucket, String sensor, Object readings) {
        RollupTable found = table(table);
        GroupKey group = group(found, sensor);
        long at = java.time.Instant.parse(bucket).getEpochSecond() * 1_000_000;
        Partition partition = new Partition(found, group, found.period().label(at));
        SummaryRow row = done(stores().summaries().read(partition, at, at)).get(0);
        Object[] values = row.values().clone();
        values[0] = readings;
        done(stores().summaries()
                .write(partition, List.of(new RowWrite(new SummaryRow(at, row.batch(), values), null)), soon()));
    }

    /** Deletes a stored row. */
    void remove(String table, String bucket, String sensor) {
        RollupTable found = table(table);
        long at = java.time.Instant.parse(bucket).getEpochSecond() * 1_000_000;
        Partition partition =
                new Partition(found, group(found, sensor), found.period().label(at));
        done(stores().summaries().delete(partition, List.of(at), soon()));
    }

    private RollupTable table(String name) {
        return pipeline.rollups().stream()
                .flatMap(rollup -> RollupTable.all(pipeline, rollup).stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private GroupKey group(RollupTable table, String sensor) {
        return new GroupCodec(table.rollup(), pipeline.event().schema()).key(List.of(sensor));
    }

    /** Later than every write timestamp so far, and earlier than those of batches to come. */
    private long soon() {
        return stores().control().read(pipeline.name()).orElseThrow().writeTimestamp() + 500;
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
