package tallyroll.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.pipeline.Pipeline;

class WalDirectoryTest {
    private final AtomicLong ahead = new AtomicLong();
    private final HeartbeatTiming pace = Sheets.pace(() -> System.nanoTime() + ahead.get());

    @TempDir
    private Path directory;

    private Pipeline.Wal wal;
    private WalDirectory logs;

    @BeforeEach
    void open() {
        wal = Sheets.wal(directory);
        logs = WalDirectory.open(wal, Sheets.PIPELINE, pace);
    }

    @Test
    void look_nothingThere_isEmpty() {
        assertThat(logs.look(Map.of())).isEqualTo(new WalOffsets(Map.of(), Map.of(), Set.of(), 0, List.of()));
    }

    @Test
    void look_logsThatGrowAtOnce_seesHowFarEachReaches() throws Exception {
        LogWriter one = take();
        LogWriter two = take();
        one.commit(List.of(Sheets.batch(0, 3)));
        assertThat(latest()).isEqualTo(Map.of(1, 3L));
        two.commit(List.of(Sheets.batch(0, 4)));
        one.commit(List.of(Sheets.batch(3, 8)));
        assertThat(latest()).isEqualTo(Map.of(1, 8L, 2, 4L));
        one.seal();
        one.commit(List.of(Sheets.batch(8, 9)));
        assertThat(latest()).isEqualTo(Map.of(1, 9L, 2, 4L));
        assertThat(WalDirectory.open(wal, Sheets.PIPELINE, pace).look(Map.of()).latest())
                .isEqualTo(Map.of(1, 9L, 2, 4L));
    }

    @Test
    void look_again_readsOnlyWhatIsNew() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 3)));
        log.commit(List.of(Sheets.batch(3, 6)));
        assertThat(latest()).isEqualTo(Map.of(1, 6L));
        overwrite(segment(1, 0), 60, "not read a second time");
        log.commit(List.of(Sheets.batch(6, 9)));

        assertThat(latest()).isEqualTo(Map.of(1, 9L));
    }

    @Test
    void look_frameBeingWritten_waitsForIt() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 3)));
        byte[] whole = frame(log);
        for (int length = 1; length < whole.length; length++) {
            Files.write(segment(1, 0), new byte[] {whole[length - 1]}, StandardOpenOption.APPEND);
            assertThat(latest()).isEqualTo(Map.of(1, 3L));
        }
        Files.write(segment(1, 0), new byte[] {whole[whole.length - 1]}, StandardOpenOption.APPEND);

        assertThat(latest()).isEqualTo(Map.of(1, 5L));
        assertThat(Sheets.read(wal, 1, 0, 5)).isEqualTo(Sheets.events(0, 5));
    }

    private static byte[] frame(LogWriter log) throws IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        FrameWriter frames = new FrameWriter(log.salt(), frame -> out.writeBytes(frame.toByteArray()));
        frames.begin(log.next());
        frames.add(Sheets.batch(3, 5));
        frames.flush();
        return out.toByteArray();
    }

    @Test
    void look_tornTailOfADeadLog_isFinalAndAGapWhereItsHeaderStands() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 3)));
        byte[] whole = frame(log);
        Files.write(segment(1, 0), java.util.Arrays.copyOf(whole, whole.length - 1), StandardOpenOption.APPEND);
        assertThat(logs.look(Map.of()).remarks()).isEmpty();

        die();
        WalOffsets reach = logs.look(Map.of());
        assertThat(reach.latest()).isEqualTo(Map.of(1, 5L));
        assertThat(Sheets.sheet(wal, 1, 0, 5).gapsAsText()).containsExactly("3-5 UNCONFIRMED");
        assertThat(reach.remarks())
                .containsExactly(
                        "log 1 ends with " + (whole.length - 1)
                                + " bytes that are not a whole frame: its process died during a flush that was never acknowledged");
    }

    @Test
    void look_aliveLog_isNotFinishedHoweverLongItIsQuiet() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 3)));
        for (int i = 0; i < 20; i++) {
            logs.look(Map.of());
            ahead.addAndGet(Duration.ofSeconds(10).toNanos());
            log.show();
            bump("alive", i);
            logs.deleteBefore(Map.of(1, 3L));
        }
        log.commit(List.of(Sheets.batch(3, 6)));

        assertThat(latest()).isEqualTo(Map.of(1, 6L));
        assertThat(Sheets.read(wal, 1, 0, 6)).isEqualTo(Sheets.events(0, 6));
    }

    @Test
    void look_damageDuringALiveLog_goesOnBehindIt() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 3)));
        long begin = Files.size(segment(1, 0));
        log.commit(List.of(Sheets.batch(3, 6)));
        overwrite(segment(1, 0), begin + 6, "?");
        assertThat(latest()).isEqualTo(Map.of(1, 3L));
        log.commit(List.of(Sheets.batch(6, 9)));

        assertThat(latest()).isEqualTo(Map.of(1, 9L));
        assertThat(Sheets.sheet(wal, 1, 0, 9).gapsAsText()).containsExactly("3-6 DAMAGED");
    }

    @Test
    void look_anotherPipelinesLog_isRefused() throws Exception {
        take();

        assertThatThrownBy(() -> WalDirectory.open(wal, "payments", pace).look(Map.of()))
                .hasMessageContaining("it holds the log of \"flights\"");
    }

    @Test
    void look_directoryIsNotTheOne_isAnErrorAndNoGap() {
        assertThatThrownBy(() -> logs.look(Map.of(3, 100L)))
                .isInstanceOf(WalException.class)
                .hasMessage("Cannot read the write-ahead log in file:" + directory
                        + ": its highest log is 0, but log 3 was read before, and the highest is never deleted. The directory"
                        + " is not the one it was, or it is not mounted: bring it back, or name it in"
                        + " source.wal.directory.");
        assertThatThrownBy(() -> Sheets.sheet(wal, 3, 0, 1))
                .hasMessageStartingWith("Cannot read log 3 in file:" + directory)
                .hasMessageContaining("It may not be mounted on this machine");
    }

    @Test
    void unreadBytes_fallWithTheCommittedPosition() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 100)));
        log.seal();
        log.commit(List.of(Sheets.batch(100, 200)));
        long all = Files.size(segment(1, 0)) + Files.size(segment(1, 100));

        assertThat(logs.look(Map.of()).unreadBytes()).isEqualTo(all);
        assertThat(logs.look(Map.of(1, 50L)).unreadBytes()).isBetween(all / 2, all);
        assertThat(logs.look(Map.of(1, 100L)).unreadBytes()).isEqualTo(Files.size(segment(1, 100)));
        assertThat(logs.look(Map.of(1, 200L)).unreadBytes()).isZero();
    }

    @Test
    void deleteBefore_liveLog_keepsWhatIsNotCommittedAndWhatIsWritten() throws Exception {
        LogWriter log = take();
        for (int i = 0; i < 30; i += 10) {
            log.commit(List.of(Sheets.batch(i, i + 10)));
            log.seal();
        }
        log.commit(List.of(Sheets.batch(30, 40)));

        logs.deleteBefore(Map.of(1, 19L));
        assertThat(files(1)).contains(name(10), name(20), name(30)).doesNotContain(name(0));
        logs.deleteBefore(Map.of(1, 40L));
        assertThat(files(1)).contains("alive", "owner", name(30)).doesNotContain(name(10), name(20));
        log.commit(List.of(Sheets.batch(40, 41)));
        WalOffsets reach = logs.look(Map.of(1, 40L));
        assertThat(reach.earliest()).isEqualTo(Map.of(1, 30L));
        assertThat(reach.latest()).isEqualTo(Map.of(1, 41L));
    }

    @Test
    void deleteBefore_finishedLogs_keepsOnlyTheHighestMarker() throws Exception {
        for (int i = 0; i < 3; i++) {
            LogWriter log = take();
            log.commit(List.of(Sheets.batch(0, 5)));
            log.end();
        }
        logs.deleteBefore(Map.of(1, 5L, 2, 4L, 3, 5L));
        assertThat(logs.look(Map.of()).standing()).containsExactlyInAnyOrder(2, 3);
        assertThat(files(3)).containsExactlyInAnyOrder("alive", "end", "owner", wish(3));

        logs.deleteBefore(Map.of(1, 5L, 2, 5L, 3, 5L));
        assertThat(logs.look(Map.of()).standing()).containsExactly(3);
        assertThat(take().number()).isEqualTo(4);
        logs.deleteBefore(Map.of(3, 5L));
        assertThat(logs.look(Map.of()).standing()).containsExactly(4);
    }

    @Test
    void deleteBefore_deadLogWithUnsealedSegment_deletesItWhenReadToItsEnd() throws Exception {
        take().commit(List.of(Sheets.batch(0, 5)));
        take();
        logs.deleteBefore(Map.of(1, 5L));
        assertThat(files(1)).contains(name(0));

        die();
        logs.deleteBefore(Map.of(1, 4L));
        assertThat(files(1)).contains(name(0));
        logs.deleteBefore(Map.of(1, 5L));
        assertThat(directory.resolve("0000001")).doesNotExist();
    }

    @Test
    void deleteBefore_leftOverOfACrash_isDeletedByTheNext() throws Exception {
        LogWriter log = take();
        log.commit(List.of(Sheets.batch(0, 5)));
        log.end();
        take();
        Files.delete(segment(1, 0));

        logs.deleteBefore(Map.of(1, 5L));
        assertThat(directory.resolve("0000001")).doesNotExist();
    }

    @Test
    void wal_relativeDirectory_isMadeAbsoluteForOtherProcesses() {
        WalDirectory relative = WalDirectory.open(new Pipeline.Wal("some/wal", 1 << 20, Map.of()), "flights", pace);

        assertThat(relative.wal().directory())
                .isEqualTo("file:" + Path.of("some/wal").toAbsolutePath());
    }

    /** As if the process were on another machine and showed nothing for longer than anyone waits. */
    private void die() {
        logs.look(Map.of());
        ahead.addAndGet(Duration.ofSeconds(61).toNanos());
    }

    private LogWriter take() throws IOException {
        return LogWriter.take(Storage.of(wal), Sheets.PIPELINE, pace);
    }

    private Map<Integer, Long> latest() {
        return logs.look(Map.of()).latest();
    }

    /** Moves a file's time, which file systems keep to the millisecond at best. */
    private void bump(String file, int millis) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve("0000001").resolve(file),
                java.nio.file.attribute.FileTime.fromMillis(1_000 + millis));
    }

    private Path segment(int log, long first) {
        return directory.resolve("%07d".formatted(log)).resolve(name(first));
    }

    private static String name(long first) {
        return "%019d.segment".formatted(first);
    }

    private static void overwrite(Path file, long at, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] put = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(put, 0, bytes, (int) at, put.length);
        Files.write(file, bytes);
    }

    private String wish(int log) throws IOException {
        return files(log).stream()
                .filter(name -> name.startsWith("wish-"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> files(int log) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("%07d".formatted(log)))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
