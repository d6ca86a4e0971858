package tallyroll.wal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;

/**
 * Not a test: prints what batches of 500 events of 170 bytes cost to write, with fsync and without, and to read again.
 *
 * <p>Argument: a directory on the disk to measure.
 */
final class WalTiming {
    private static final int EVENTS = 500;
    private static final int BYTES = 170;
    private static final int BATCHS = 8_000;

    private WalTiming() {}

    /** The local disk, whose syncs do nothing. */
    public static final class Careless extends RawLocalFileSystem {
        @Override
        public java.net.URI getUri() {
            return java.net.URI.create("careless:///");
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            FSDataOutputStream disk = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
            return new FSDataOutputStream(disk, null) {
                @Override
                public void hsync() throws IOException {
                    disk.hflush();
                }
            };
        }
    }

    public static void main(String[] args) throws Exception {
        EventBatch batch = batch();
        for (int round = 0; round < 3; round++) {
            for (int outstanding : new int[] {1, 4, 16, 64}) {
                measure(Path.of(args[0]), "fsync", "file:", outstanding, batch);
            }
            measure(Path.of(args[0]), "no fsync", "careless:", 16, batch);
        }
    }

    private static EventBatch batch() {
        SplittableRandom random = new SplittableRandom(1);
        EventBatch.Builder batch = EventBatch.builder();
        byte[] event = new byte[BYTES];
        for (int i = 0; i < EVENTS; i++) {
            random.nextBytes(event);
            batch.add(Slice.of(event));
        }
        return batch.build();
    }

    private static void measure(Path parent, String what, String scheme, int outstanding, EventBatch batch)
            throws Exception {
        Path directory = Files.createTempDirectory(parent, "wal");
        Pipeline.Wal wal =
                new Pipeline.Wal(scheme + directory, 64 << 20, Map.of("fs.careless.impl", Careless.class.getName()));
        try (WalWriter writer = WalWriter.open(wal, "timing", 256 << 20, HeartbeatTiming.USUAL, System.err::println)) {
            long cpu = cpu();
            long begin = System.nanoTime();
            write(writer, outstanding, batch);
            long took = System.nanoTime() - begin;
            cpu = cpu() - cpu;
            double events = (double) BATCHS * EVENTS;
            System.out.printf(
                    "write, %-8s %3d batches outstanding: %,10.0f events/s, %6.1f MB/s, %.3f µs CPU an event, %,5d commits%n",
                    what,
                    outstanding,
                    events / took * 1e9,
                    (double) writer.figures().bytes() / took * 1e3,
                    cpu / events / 1e3,
                    writer.figures().commits());
        }
        read(wal);
        delete(directory);
    }

    private static void write(WalWriter writer, int outstanding, EventBatch batch) throws Exception {
        java.util.concurrent.Semaphore window = new java.util.concurrent.Semaphore(outstanding);
        Phaser open = new Phaser(1);
        for (int i = 0; i < BATCHS; i++) {
            window.acquire();
            open.register();
            Optional<CompletionStage<Void>> stage = writer.offer(batch);
            stage.orElseThrow().whenComplete((done, failed) -> {
                window.release();
                open.arriveAndDeregister();
            });
        }
        open.arriveAndAwaitAdvance();
    }

    private static void read(Pipeline.Wal wal) {
        long cpu = cpu();
        long begin = System.nanoTime();
        long until = WalDirectory.open(wal, "timing", HeartbeatTiming.USUAL)
                .look(Map.of())
                .latest()
                .get(1);
        long looked = System.nanoTime() - begin;
        long bytes = 0;
        try (WalCursor cursor = WalCursor.open(wal, new Claim.Range("http", 1, 0, until))) {
            while (cursor.advance()) {
                bytes += cursor.value().length()
                        + cursor.value().array()[cursor.value().from()];
            }
        }
        long took = System.nanoTime() - begin - looked;
        System.out.printf(
                "read: %,.0f events/s, %.3f µs CPU an event, first look %.1f ms (%d)%n",
                until / (double) took * 1e9, (cpu() - cpu) / (double) until / 1e3, looked / 1e6, bytes);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
