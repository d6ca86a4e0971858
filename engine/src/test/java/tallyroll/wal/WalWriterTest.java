package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;

class WalWriterTest {
    @TempDir
    private Path directory;

    @Test
    void offer_batches_areReadInTheirOrder() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        try (WalWriter writer = Sheets.writer(wal)) {
            Sheets.write(writer, 0, 3);
            Sheets.write(writer, 3, 10);

            assertThat(writer.log()).isEqualTo(1);
            assertThat(Sheets.read(wal, 1, 0, 10)).isEqualTo(Sheets.events(0, 10));
        }
    }

    @Test
    void offer_emptyBatch_isAcknowledgedAndTakesNoPosition() throws Exception {
        try (WalWriter writer = Sheets.writer(Sheets.wal(directory))) {
            Sheets.write(writer, 0, 0);
            Sheets.write(writer, 0, 2);

            assertThat(writer.figures().entries()).isEqualTo(2);
        }
    }

    @Test
    void offer_emptyEvents_areEntries() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        try (WalWriter writer = Sheets.writer(wal)) {
            EventBatch.Builder batch = EventBatch.builder();
            for (int i = 0; i < 100; i++) {
                batch.add(new Slice());
            }
            Sheets.await(writer.offer(batch.build()).orElseThrow());

            assertThat(Sheets.sheet(wal, 1, 0, 100).texts()).hasSize(100).allMatch(String::isEmpty);
        }
    }

    @Test
    void offer_batchLargerThanAFrameAndTheBuffer_isTakenAloneAndCut() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        byte[] large = new byte[FrameWriter.BODY_BYTES + 1];
        try (WalWriter writer = Sheets.writer(wal)) {
            EventBatch.Builder batch = EventBatch.builder().add(Slice.of(new byte[] {1}));
            batch.add(Slice.of(large)).add(Slice.of(large)).add(Slice.of(new byte[] {2}));
            Sheets.await(writer.offer(batch.build()).orElseThrow());

            Sheets.Sheet sheet = Sheets.sheet(wal, 1, 0, 4);
            assertThat(sheet.texts()).extracting(String::length).containsExactly(1, large.length, large.length, 1);
            assertThat(sheet.gaps()).isEmpty();
            assertThat(writer.figures().commits()).isEqualTo(1);
        }
    }

    @Test
    void offer_ofManyThreads_sharesSyncsAndKeepsEachThreadsOrder() throws Exception {
        Pipeline.Wal wal = FaultyFileSystem.wal(directory);
        FaultyFileSystem.heal();
        FaultyFileSystem.SYNCS.set(0);
        int threads = 8;
        int batches = 200;
        try (WalWriter writer = WalWriter.open(wal, Sheets.PIPELINE, 64 << 20, Sheets.QUICK, notice -> {})) {
            offerFrom(threads, batches, writer);

            WalWriter.Figures figures = writer.figures();
            assertThat(figures.batches()).isEqualTo((long) threads * batches);
            assertThat(figures.commits()).isLessThan(figures.batches() / 2);
            assertThat(FaultyFileSystem.SYNCS.get()).isLessThan(threads * batches / 2);
        }
        List<String> texts = Sheets.sheet(wal, 1, 0, (long) threads * batches).texts();
        for (int thread = 0; thread < threads; thread++) {
            String mine = thread + ":";
            assertThat(texts.stream().filter(text -> text.startsWith(mine)))
                    .isEqualTo(Stream.iterate(0, i -> i + 1)
                            .limit(batches)
                            .map(i -> mine + i)
                            .toList());
        }
    }

    private static void offerFrom(int threads, int batches, WalWriter writer) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        CountDownLatch together = new CountDownLatch(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String mine = thread + ":";
            all.add(senders.submit(() -> {
                together.countDown();
                together.await();
                CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
                for (int i = 0; i < batches; i++) {
                    EventBatch batch =
                            EventBatch.builder().add(Slice.of(mine + i)).build();
                    last = writer.offer(batch).orElseThrow().toCompletableFuture();
                }
                return last.get();
            }));
        }
        for (Future<?> sender : all) {
            sender.get();
        }
        senders.shutdown();
    }

    @Test
    void segment_whenFull_isSealedAndTheNextBegins() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory, 200);
        try (WalWriter writer = Sheets.writer(wal)) {
            for (int i = 0; i < 100; i += 10) {
                Sheets.write(writer, i, i + 10);
            }
        }
        assertThat(segments(1)).hasSizeGreaterThan(3).startsWith("0000000000000000000.segment");
        assertThat(Sheets.read(wal, 1, 0, 100)).isEqualTo(Sheets.events(0, 100));
    }

    @Test
    void open_twiceInOneDirectory_givesEachALogOfItsOwn() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        try (WalWriter one = Sheets.writer(wal);
                WalWriter two = Sheets.writer(wal)) {
            Sheets.write(one, 0, 5);
            Sheets.write(two, 0, 7);
            Sheets.write(one, 5, 6);

            assertThat(List.of(one.log(), two.log())).containsExactly(1, 2);
            assertThat(Sheets.directory(wal).look(Map.of()).latest()).isEqualTo(Map.of(1, 6L, 2, 7L));
        }
    }

    @Test
    void open_byManyAtOnce_givesNoNumberTwice() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        for (Pipeline.Wal each : List.of(wal, faulty())) {
            ExecutorService openers = Executors.newFixedThreadPool(8);
            List<Future<Integer>> numbers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                numbers.add(openers.submit(() -> LogWriter.take(Storage.of(each), Sheets.PIPELINE, Sheets.QUICK)
                        .number()));
            }
            List<Integer> taken = new ArrayList<>();
            for (Future<Integer> number : numbers) {
                taken.add(number.get());
            }
            openers.shutdown();
            assertThat(taken).doesNotHaveDuplicates();
        }
    }

    private Pipeline.Wal faulty() {
        FaultyFileSystem.heal();
        return FaultyFileSystem.wal(directory.resolve("faulty"));
    }

    @Test
    void open_inAnotherPipelinesDirectory_isRefused() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        Sheets.writer(wal).close();

        assertThatThrownBy(() -> WalWriter.open(wal, "payments", 1 << 20, Sheets.QUICK, notice -> {}))
                .isInstanceOf(WalException.class)
                .hasMessage("Cannot use file:" + directory
                        + " for the write-ahead log of \"payments\": it holds the log of \"flights\", and a directory"
                        + " belongs to one pipeline. Name another in source.wal.directory.");
    }

    @Test
    void open_whereNoDirectoryCanBe_saysSo() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");

        assertThatThrownBy(() -> Sheets.writer(Sheets.wal(file.resolve("wal"))))
                .isInstanceOf(WalException.class)
                .hasMessageStartingWith("Cannot begin a write-ahead log in file:" + file + "/wal: ")
                .hasMessageEndingWith("No event is received without it: make the directory writable, or name another in"
                        + " source.wal.directory.");
    }

    @Test
    void open_schemeThatNobodyKnows_saysSo() {
        assertThatThrownBy(() -> Sheets.writer(new Pipeline.Wal("nosuch://host/wal", 1 << 20, Map.of())))
                .isInstanceOf(WalException.class)
                .hasMessage("Cannot open the write-ahead log's directory nosuch://host/wal: No FileSystem for scheme"
                        + " \"nosuch\". Check the key source.wal.directory, and that the file system's jar and options are"
                        + " there.");
    }

    @Test
    void close_afterOffers_writesThemAndMarksTheEnd() throws Exception {
        Pipeline.Wal wal = Sheets.wal(directory);
        WalWriter writer = Sheets.writer(wal);
        CompletionStage<Void> stage = writer.offer(Sheets.batch(0, 50)).orElseThrow();
        writer.close();

        Sheets.await(stage);
        assertThat(writer.offer(Sheets.batch(50, 51))).isEmpty();
        assertThat(writer.awaitRoom(1, Duration.ofMinutes(1))).isFalse();
        assertThat(EndMark.read(Files.readAllBytes(directory.resolve("0000001/end"))))
                .isEqualTo(new EndMark(50));
    }

    private List<String> segments(int log) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("%07d".formatted(log)))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }
}
