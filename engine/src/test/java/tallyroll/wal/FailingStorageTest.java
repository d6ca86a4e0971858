package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.pipeline.Pipeline;
import tallyroll.retry.Outage;

/** What happens to senders and readers while the storage fails, and after. */
class FailingStorageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong ahead = new AtomicLong();
    private final BlockingQueue<String> notices = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private Pipeline.Wal wal;
    private WalWriter writer;

    @BeforeEach
    void open() throws Exception {
        FaultyFileSystem.heal();
        wal = FaultyFileSystem.wal(directory);
        HeartbeatTiming pace = Sheets.pace(() -> System.nanoTime() + ahead.get());
        writer = WalWriter.open(wal, Sheets.PIPELINE, 1 << 20, pace, notices::add);
        Sheets.write(writer, 0, 10);
    }

    @AfterEach
    void close() {
        FaultyFileSystem.heal();
        writer.close();
    }

    @Test
    void offer_diskFull_failsPushesBackAndRecovers() throws Exception {
        FaultyFileSystem.ROOM.set(7);
        CompletionStage<Void> lost = writer.offer(Sheets.batch(10, 20)).orElseThrow();

        assertThatThrownBy(() -> Sheets.await(lost))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(WalException.class)
                .hasMessage("Cannot write to the write-ahead log in faulty:" + directory
                        + ": No space left on device. Nothing is known of the events in flight (rule R15): they are not"
                        + " acknowledged and may be sent again. Free space there or make it reachable; until then senders"
                        + " are pushed back.");
        assertThat(writer.offer(Sheets.batch(20, 21))).isEmpty();
        assertThat(writer.awaitRoom(1, Duration.ofMillis(20))).isFalse();

        FaultyFileSystem.heal();
        assertThat(writer.awaitRoom(1, PATIENCE)).isTrue();
        Sheets.write(writer, 20, 25);
        assertThat(Sheets.sheet(wal, 1, 0, 25).gapsAsText()).containsExactly("10-20 UNCONFIRMED");
        assertThat(Sheets.sheet(wal, 1, 0, 25).texts()).hasSize(15).endsWith("event 24");
    }

    @Test
    void offer_syncFails_positionsAreUsedUpAndWhatIsReadableIsRead() throws Exception {
        FaultyFileSystem.syncFails = true;
        CompletionStage<Void> unknown = writer.offer(Sheets.batch(10, 20)).orElseThrow();
        assertThatThrownBy(() -> Sheets.await(unknown)).hasRootCauseMessage("Input/output error");
        FaultyFileSystem.heal();

        assertThat(writer.awaitRoom(1, PATIENCE)).isTrue();
        Sheets.write(writer, 20, 30);
        assertThat(Sheets.read(wal, 1, 0, 30)).isEqualTo(Sheets.events(0, 30));
        assertThat(new Segments(Storage.of(wal), 1).header(20).orElseThrow().confirmedUntil())
                .isEqualTo(10);
    }

    @Test
    void offer_segmentCannotBeCreatedOverAndOver_recoversWithEachPositionUsedOnce() throws Exception {
        FaultyFileSystem.syncFails = true;
        assertThat(writer.offer(Sheets.batch(10, 20))).isPresent();
        assertThat(notices.poll(20, TimeUnit.SECONDS)).contains("Input/output error");
        FaultyFileSystem.unwritable = ".segment";
        FaultyFileSystem.syncFails = false;
        for (int i = 20; i < 23; i++) {
            assertThat(writer.awaitRoom(1, PATIENCE)).isTrue();
            CompletionStage<Void> lost = writer.offer(Sheets.batch(i, i + 1)).orElseThrow();
            assertThatThrownBy(() -> Sheets.await(lost)).hasRootCauseMessage("Connection refused");
        }
        FaultyFileSystem.heal();

        assertThat(writer.awaitRoom(1, PATIENCE)).isTrue();
        Sheets.write(writer, 23, 30);
        Sheets.Sheet sheet = Sheets.sheet(wal, 1, 0, 30);
        sheet.requireExact("after four failures");
        assertThat(sheet.gapsAsText()).containsExactly("20-23 UNCONFIRMED");
    }

    @Test
    void notices_ofAFailureAndItsEnd_areOneEach() throws Exception {
        FaultyFileSystem.ROOM.set(0);
        assertThat(writer.offer(Sheets.batch(10, 20))).isPresent();
        assertThat(notices.poll(20, TimeUnit.SECONDS)).startsWith("Cannot write to the write-ahead log in faulty:");
        assertThat(writer.awaitRoom(1, Duration.ofMillis(30))).isFalse();
        FaultyFileSystem.heal();

        assertThat(writer.awaitRoom(1, PATIENCE)).isTrue();
        assertThat(notices.poll(20, TimeUnit.SECONDS))
                .isEqualTo("The write-ahead log in faulty:" + directory + " is written again, log 1 from sequence 20.");
        assertThat(notices).isEmpty();
    }

    @Test
    void offer_afterALongPause_isNotAcknowledgedInTheLogThatOthersGaveUp() throws Exception {
        ahead.addAndGet(Duration.ofSeconds(16).toNanos());
        CompletionStage<Void> late = writer.offer(Sheets.batch(10, 20)).orElseThrow();

        assertThatThrownBy(() -> Sheets.await(late))
                .hasRootCauseMessage(
                        "this process showed no sign of life for more than 15 s, so readers may have given log"
                                + " 1 up: it was paused, or the storage answered too slowly");
        assertThat(writer.awaitRoom(1, PATIENCE)).isTrue();
        Sheets.write(writer, 0, 5);
        assertThat(writer.log()).isEqualTo(2);
        assertThat(Sheets.read(wal, 2, 0, 5)).isEqualTo(Sheets.events(0, 5));
    }

    @Test
    void close_whileTheDiskIsFull_failsWhatWaitsAndReturns() throws Exception {
        FaultyFileSystem.ROOM.set(0);
        CompletionStage<Void> lost = writer.offer(Sheets.batch(10, 20)).orElseThrow();
        writer.close();

        assertThatThrownBy(() -> Sheets.await(lost)).hasRootCauseMessage("No space left on device");
        assertThat(directory.resolve("0000001/end")).doesNotExist();
    }

    @Test
    void offer_storeThatCannotSync_endsASegmentACommit() throws Exception {
        FaultyFileSystem.syncs = false;
        Path other = directory.resolve("other");
        Pipeline.Wal store = FaultyFileSystem.wal(other);
        int before = FaultyFileSystem.SYNCS.get();
        try (WalWriter deadline = Sheets.writer(store)) {
            for (int i = 0; i < 30; i += 10) {
                Sheets.write(deadline, i, i + 10);
            }
            assertThat(Sheets.directory(store).look(Map.of()).latest()).isEqualTo(Map.of(1, 30L));
        }
        assertThat(FaultyFileSystem.SYNCS.get()).isEqualTo(before);
        assertThat(segments(other))
                .containsExactly(
                        "0000000000000000000.segment", "0000000000000000010.segment", "0000000000000000020.segment");
        assertThat(Sheets.read(store, 1, 0, 30)).isEqualTo(Sheets.events(0, 30));
    }

    @Test
    void read_storageAway_isAnErrorAndNeverAGap() {
        FaultyFileSystem.unreadable = true;

        assertThatThrownBy(() -> Sheets.sheet(wal, 1, 0, 10))
                .isInstanceOf(WalException.class)
                .hasMessage("Cannot read entries 0 to 9 of log 1 in faulty:" + directory
                        + ": Connection refused. They are not lost: make the directory readable from every executor.")
                .satisfies(FailingStorageTest::isWaitedOut);
        assertThatThrownBy(() -> Sheets.directory(wal).look(Map.of()))
                .isInstanceOf(WalException.class)
                .hasMessage("Cannot look at the write-ahead log in faulty:" + directory
                        + ": Connection refused. Nothing is lost; make the directory reachable.")
                .satisfies(FailingStorageTest::isWaitedOut);
    }

    private static void isWaitedOut(Throwable failure) {
        assertThat(Outage.of(new IllegalStateException("wrapped by Spark", failure)))
                .hasValueSatisfying(
                        outage -> assertThat(outage.server()).isEqualTo("the storage of the write-ahead log"));
    }

    private static List<String> segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("0000001"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".segment"))
                    .sorted()
                    .toList();
        }
    }
}
