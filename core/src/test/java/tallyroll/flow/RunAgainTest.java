package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallyroll.flow.SmallPipeline.PIPELINE;
import static tallyroll.flow.SmallPipeline.micros;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.control.SourceReplacedException;
import tallyroll.event.Expressions;
import tallyroll.record.Gap;
import tallyroll.record.LostEvents;
import tallyroll.record.MemoryRecord;
import tallyroll.record.RecordLossException;

/** A task whose batch is run again, or that is tried again, where the source gives less; and a recount of what has lost events. */
class RunAgainTest {
    private static final long TIMESTAMP = micros("2026-11-25T08:00:00Z");
    private static final long TEN = micros("2026-03-27T10:00:00Z");
    private static final long HOUR = 3_600_000_000L;
    private static final TaskPlan PLAN = TaskPlan.of(PIPELINE, Expressions.NONE, 1_000);

    private final MemoryRecord record = new MemoryRecord();
    private final List<Claim.Range> gaps = new ArrayList<>();
    /** How many of the first records the source gives no more. */
    private int dropped;

    @Test
    void ingest_batchRunAgainWhereTheSourceGivesLess_keepsWhatItRecordedAndCountsIt() {
        String[] records = {
            event("a", "10:05", "x", 2),
            event("b", "10:14", "x", 3),
            event("c", "11:00", "y", 4),
            event("d", "10:20", "x", 5)
        };
        TaskOutput whole = ingest(1, records);
        dropped = 2;
        gaps.add(new Claim.Range("events", 0, 100, 102));

        TaskOutput again = ingestAgain(1, 0, records);

        assertThat(again.sums("short")).isEqualTo(whole.sums("short"));
        assertThat(again.sums("long")).isEqualTo(whole.sums("long"));
        assertThat(again.stats().books()).isEqualTo(whole.stats().books());
        assertThat(again.stats().touched())
                .containsExactlyInAnyOrder(new TaskStats.Touched(TEN, 3, 0), new TaskStats.Touched(TEN + HOUR, 1, 0));
        assertThat(recorded(TEN)).containsExactly("a", "b", "d");
        assertThat(recorded(TEN + HOUR)).containsExactly("c");
        assertThat(again.stats().gaps()).as("nothing is missing").isEmpty();
    }

    @Test
    void ingest_runAgainAfterDyingMidway_takesOfBothWhatTheyHaveAndTheRestIsAGap() {
        String[] records = {event("a", "10:05", "x", 2), event("b", "10:14", "x", 3), event("c", "10:20", "x", 4)};
        ingest(1, records[0]);
        dropped = 2;
        gaps.add(new Claim.Range("events", 0, 100, 102));

        TaskOutput again = ingestAgain(1, 0, records);

        assertThat(again.sums("short")).isEqualTo(Map.of("x 10:00", 2L, "x 10:15", 4L));
        assertThat(recorded(TEN)).containsExactly("a", "c");
        assertThat(again.stats().gaps()).extracting(Gap::range).containsExactly(new Claim.Range("events", 0, 101, 102));
    }

    @Test
    void ingest_attemptAgainWhereTheSourceGivesLess_keepsWhatTheFirstRecorded() {
        String[] records = {event("a", "10:05", "x", 2), event("b", "10:14", "x", 3)};
        ingest(1, records);
        dropped = 1;

        TaskOutput again = ingestAgain(1, 1, records);

        assertThat(again.sums("short")).isEqualTo(Map.of("x 10:00", 5L));
        assertThat(recorded(TEN)).containsExactly("a", "b");
    }

    @Test
    void ingest_runAgainWhereTheSourceGivesAnotherRecord_isRefusedAndWhatWasRecordedStays() {
        ingest(1, event("a", "10:05", "x", 2), event("b", "10:14", "x", 3));

        assertThatThrownBy(() -> ingestAgain(1, 0, event("a", "10:05", "x", 2), event("c", "10:20", "x", 4)))
                .isInstanceOf(SourceReplacedException.class)
                .hasMessageContaining("Cannot run batch 1 again: at position 101")
                .hasMessageContaining("cut off while the batch read it")
                .hasMessageContaining("skip FILE --batch 1");
        assertThat(recorded(TEN)).contains("a", "b").doesNotContain("c");
    }

    /** The copy was dropped the first time, because the first of its identity stood before it; that one is only in the record now. */
    @Test
    void ingest_runAgainWithoutTheFirstOfAnIdentity_countsItOnce() {
        String[] records = {event("a", "10:05", "x", 2), event("a", "10:06", "x", 2)};
        ingest(1, records);
        dropped = 1;

        TaskOutput again = ingestAgain(1, 0, records);

        assertThat(again.sums("short")).isEqualTo(Map.of("x 10:00", 2L));
        assertThat(again.stats().books().duplicates()).isEqualTo(1);
        assertThat(recorded(TEN)).containsExactly("a");
    }

    @Test
    void recount_ofFewerEventsThanWereSettled_isRefusedThoughLaterOnesMakeUpForThem() {
        ingest(1, event("a", "10:05", "x", 2));
        ingest(3, event("b", "10:14", "x", 3), event("c", "10:15", "x", 3));
        RecountInput input = new RecountInput(
                new BucketScope(PLAN, List.of(TEN)),
                RepeatedIdentities.NONE,
                4,
                Map.of(TEN, new LostEvents.Settled(2, 2)));
        SettleClaim claim = new SettleClaim(4, TIMESTAMP + 9_000, 0, List.of(TEN), Claim.Cause.SETTLE);

        try (MapTask task = new SettleTasks(PLAN, claim, input, Outdated.NONE).mapTask(0, 1, 0, record)) {
            assertThatThrownBy(() -> TaskOutput.of(List.of(task), PIPELINE))
                    .isInstanceOf(RecordLossException.class)
                    .hasMessageContaining("held 2 events when batch 2 settled it and holds 1 now");
        }
    }

    private TaskOutput ingest(long batch, String... records) {
        return run(claim(batch, records), 0, records);
    }

    /** The second run of a batch, or a further attempt of its first. */
    private TaskOutput ingestAgain(long batch, int attempt, String... records) {
        IngestClaim first = claim(batch, records);
        return run(
                attempt > 0 ? first : first.reclaimedAt(first.writeTimestamp() + Claim.TIMESTAMP_STEP),
                attempt,
                records);
    }

    private TaskOutput run(IngestClaim claim, int attempt, String... records) {
        IngestTasks tasks = new IngestTasks(
                PLAN, claim, range -> new ListCursor(range, gaps, dropped, records), Long.MIN_VALUE, Outdated.NONE);
        try (MapTask task = tasks.mapTask(0, 1, attempt, record)) {
            return TaskOutput.of(List.of(task), PIPELINE);
        }
    }

    private static IngestClaim claim(long batch, String... records) {
        return new IngestClaim(
                batch,
                TIMESTAMP + batch * Claim.TIMESTAMP_STEP,
                0,
                List.of(new Claim.Range("events", 0, 100, 100 + records.length)));
    }

    private List<String> recorded(long bucket) {
        List<String> ids = new ArrayList<>();
        record.read(bucket, (source, offset, raw) -> ids.add(raw.text().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1")));
        return ids;
    }

    private static String event(String id, String time, String place, long amount) {
        return "{\"id\":\"%s\",\"at\":\"2026-03-27T%s:00Z\",\"place\":\"%s\",\"amount\":%d}"
                .formatted(id, time, place, amount);
    }
}
