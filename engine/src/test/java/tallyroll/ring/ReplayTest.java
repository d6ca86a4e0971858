package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.replay.FileTarget;
import tallyroll.replay.Replay;
import tallyroll.replay.ReplayException;
import tallyroll.replay.ReplayTarget;
import tallyroll.replay.Selection;
import tallyroll.replay.Selection.Order;
import tallyroll.replay.StateFile;
import tallyroll.send.Beside;

/** What comes out of the record is what came in: each identity that counts once, byte for byte, whatever was killed in between. */
@Tag("spark")
class ReplayTest {
    private static final Sale LATE = Sale.of("b", "2026-03-28T08:50:00Z", "Bonn", 30);
    private static final Sale EARLY = Sale.of("c", "2026-03-28T08:05:00Z", "Köln", 5);
    private static final Sale FIRST = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale NEXT_DAY = Sale.of("d", "2026-03-29T17:00:00Z", "Bonn", 7);
    private static final Selection ALL = selection("", Order.RECORDED);

    @TempDir
    private Path directory;

    private Ring ring = Ring.byId();

    @BeforeEach
    void recordedSales() {
        ring.publish(0, NEXT_DAY, FIRST, LATE, EARLY, FIRST);
        ring.publish(1, FIRST);
        ring.driver().ingest();
    }

    @Test
    void replay_toAFile_isEachCountingEventOnceAsItCameIn() {
        Replay.Outcome outcome = replay(ALL, file());

        assertThat(outcome.sent()).isEqualTo(4);
        assertThat(lines()).containsExactly(FIRST.json(), LATE.json(), EARLY.json(), NEXT_DAY.json());
        assertThat(directory.resolve("out.ndjson.part")).doesNotExist();
    }

    @Test
    void replay_again_doesNothing() {
        replay(ALL, file());

        Replay.Outcome again = replay(ALL, file());

        assertThat(again.already()).isTrue();
        assertThat(again.sent()).isEqualTo(4);
        assertThat(lines()).hasSize(4);
    }

    @Test
    void replay_byEventTime_isSortedWithinBuckets() {
        replay(selection("", Order.EVENT_TIME), file());

        assertThat(lines()).containsExactly(EARLY.json(), FIRST.json(), LATE.json(), NEXT_DAY.json());
    }

    @Test
    void replay_byEventTimeOfABucketThatIsTooLarge_isRefused() {
        Replay.Options small = new Replay.Options(RingSpark.MASTER, false, 0, 300, Duration.ZERO);

        assertThatThrownBy(() -> replay(selection("", Order.EVENT_TIME), small, file()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("Cannot sort the record bucket 2026-03-28T08:00:00Z by event time")
                .hasMessageContaining("--order recorded");
    }

    @Test
    void replay_whereAndRange_leaveTheOthersOut() {
        Selection some = new Selection(
                Ring.micros("2026-03-28T08:10:00Z"),
                Ring.micros("2026-03-29T17:00:00Z"),
                "cents < 100",
                Order.RECORDED);

        replay(some, file());

        assertThat(lines()).containsExactly(LATE.json());
    }

    @Test
    void replay_whereIsNoCondition_isRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> replay(selection("centz < 100", Order.RECORDED), file()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Cannot use the condition \"centz < 100\"");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void replay_killedAnywhere_goesOnWithoutAnEventTwiceOrMissing() throws IOException {
        for (int events = 0; events <= 4; events++) {
            for (Order order : Order.values()) {
                int kill = events;
                assertThatThrownBy(() -> replay(selection("", order), new Killed(file(), kill)))
                        .hasMessage("killed");
                Files.writeString(
                        directory.resolve("out.ndjson.part"), "torn", java.nio.file.StandardOpenOption.APPEND);
                ring.publish(0, Sale.of("new" + order + events, "2026-03-28T08:00:01Z", "Bonn", 1));
                ring.driver().ingest();

                Replay.Outcome outcome = replay(selection("", order), file());

                assertThat(lines()).as("killed after %d, %s", events, order).hasSize((int) outcome.sent());
                assertThat(lines()).doesNotHaveDuplicates().contains(FIRST.json(), LATE.json(), NEXT_DAY.json());
                assertThat(lines().toString())
                        .as("what came after it had begun is not a part of it")
                        .doesNotContain("new" + order + events);
                Files.delete(directory.resolve("out.ndjson"));
                Files.delete(directory.resolve("out.ndjson.progress"));
            }
        }
    }

    @Test
    void replay_killedAfterTheFileWasRenamed_isDone() throws IOException {
        Path progress = directory.resolve("out.ndjson.progress");
        replay(ALL, file());
        Files.writeString(progress, Files.readString(progress).replace("\"done\" : true", "\"done\" : false"));

        assertThat(replay(ALL, file()).sent()).isEqualTo(4);
        assertThat(lines()).hasSize(4);
    }

    @Test
    void replay_otherThanTheProgressSays_isRefused() {
        replay(ALL, file());

        assertThatThrownBy(() -> replay(selection("cents > 1", Order.RECORDED), file()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("Ask for the same, or name another file with --progress");
    }

    @Test
    void replay_overAFileThatIsThere_isRefused() throws IOException {
        Files.writeString(directory.resolve("out.ndjson"), "precious");

        assertThatThrownBy(() -> replay(ALL, file())).hasMessageContaining("is there already");
        assertThat(directory.resolve("out.ndjson")).hasContent("precious");
    }

    @Test
    void replay_ofARecordThatLostEvents_stopsUntilTheLossIsAccepted() {
        ring.driver().settle();
        ring.stores().lose(Ring.micros("2026-03-28T08:00:00Z"));

        assertThatThrownBy(() -> replay(ALL, file()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("its record has lost events, bucket 2026-03-28T08:00:00Z held 4 events");
        Replay.Options accepting = new Replay.Options(RingSpark.MASTER, true, 0, 1 << 20, Duration.ZERO);
        assertThat(replay(ALL, accepting, file()).sent()).isEqualTo(1);
    }

    @Test
    void replay_ofRevisions_isTheLastOfEach() {
        ring = Ring.byRevision();
        ring.publish(0, FIRST, FIRST.revised(2, 40), FIRST.revised(1, 30));
        ring.publish(1, FIRST.revised(3, 7).movedTo("2026-03-29T09:00:00Z"), LATE);
        ring.driver().ingest();

        replay(ALL, file());

        assertThat(lines())
                .containsExactly(
                        LATE.json(),
                        FIRST.revised(3, 7).movedTo("2026-03-29T09:00:00Z").json());
    }

    private static Selection selection(String where, Order order) {
        return new Selection(Long.MIN_VALUE, Long.MAX_VALUE, where, order);
    }

    private FileTarget file() {
        return new FileTarget(directory.resolve("out.ndjson"), true);
    }

    private Replay.Outcome replay(Selection selection, ReplayTarget target) {
        return replay(selection, new Replay.Options(RingSpark.MASTER, false, 0, 1 << 20, Duration.ZERO), target);
    }

    private Replay.Outcome replay(Selection selection, Replay.Options options, ReplayTarget target) {
        try (target) {
            return new Replay(ring.pipeline(), selection, options, new Silent())
                    .run(target, new StateFile(directory.resolve("out.ndjson.progress")));
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(directory.resolve("out.ndjson"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static final class Silent implements Replay.Listener {
        @Override
        public void buckets(int total, int done) {}

        @Override
        public void bucket() {}
    }

    /** Dies with the event after so many. */
    private record Killed(ReplayTarget target, List<Integer> left) implements ReplayTarget {
        Killed(ReplayTarget target, int events) {
            this(target, new ArrayList<>(java.util.Collections.nCopies(events, 1)));
        }

        @Override
        public String name() {
            return target.name();
        }

        @Override
        public void open(boolean goesOn, long bytes) {
            target.open(goesOn, bytes);
        }

        @Override
        public void send(Slice event, Beside beside) {
            if (left.isEmpty()) {
                throw new IllegalStateException("killed");
            }
            left.remove(0);
            target.send(event, beside);
        }

        @Override
        public long confirm() {
            return target.confirm();
        }

        @Override
        public void complete() {
            throw new IllegalStateException("killed");
        }

        @Override
        public List<String> notes() {
            return target.notes();
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
