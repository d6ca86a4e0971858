package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static tallyroll.flow.SmallPipeline.PIPELINE;
import static tallyroll.flow.SmallPipeline.micros;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PathMatches;
import tallyroll.control.SourceProgress;
import tallyroll.event.Event;
import tallyroll.event.ExpressionFailure;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.record.MemoryRecord;

/** One task's pass over new events and over recorded ones: what is kept, what crosses the shuffle, what the driver hears. */
class MapTaskTest {
    private static final long TIMESTAMP = micros("2026-11-25T08:00:00Z");
    private static final long TEN = micros("2026-03-27T10:00:00Z");
    private static final long HOUR = 3_600_000_000L;

    private final MemoryRecord record = new MemoryRecord();
    private int maxListed = 1_000;
    private final List<Claim.Range> gaps = new ArrayList<>();
    private Pipeline pipeline = PIPELINE;
    private long acceptedFrom = Long.MIN_VALUE;
    private Expressions expressions = Expressions.NONE;

    @Test
    void ingest_newEvents_areRecordedAndSummedInOnePass() {
        TaskOutput output =
                ingest(1, event("a", "10:05", "x", 2), event("b", "10:14", "x", 3), event("c", "11:00", "y", 4));

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 5L, "y 11:00", 4L));
        assertThat(output.sums("long")).isEqualTo(Map.of("x 23:00", 5L, "y 23:00", 4L));
        assertThat(recorded(TEN)).containsExactly("a", "b");
        assertThat(recorded(TEN + HOUR)).containsExactly("c");
        assertThat(output.stats().touched())
                .containsExactlyInAnyOrder(new TaskStats.Touched(TEN, 2, 0), new TaskStats.Touched(TEN + HOUR, 1, 0));
        assertThat(output.stats().books().balanced()).isTrue();
    }

    @Test
    void ingest_copiesAndBrokenRecords_areInTheBooksAndNotInTheSums() {
        String[] records = {
            event("a", "10:05", "x", 2), "{", event("a", "10:05", "x", 2), null, event("b", "10:06", "x", 1)
        };

        TaskOutput output = ingest(1, records);

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 3L));
        assertThat(output.stats().books()).isEqualTo(new Books(5, 2, records[0].length() + records[4].length(), 1, 2));
        assertThat(record.deadLetters(10))
                .extracting(
                        DeadLetter::offset,
                        DeadLetter::code,
                        letter -> new String(letter.payload(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(101L, "not-json", "{"),
                        org.assertj.core.groups.Tuple.tuple(103L, "no-value", ""));
    }

    /** As if its position held nothing: it is not among what was read, and no dead letter. */
    @Test
    void ingest_tombstoneWhereIgnored_countsAsAHole() {
        pipeline = SmallPipeline.edited("  format: json\n", "  format: json\n  tombstones: ignore\n");

        TaskOutput output = ingest(1, event("a", "10:05", "x", 2), null, event("b", "10:06", "x", 1));

        Books books = output.stats().books();
        assertThat(List.of(books.read(), books.recorded(), books.deadLetters())).containsExactly(2L, 2L, 0L);
        assertThat(books.balanced()).isTrue();
        assertThat(output.stats().progress()).extracting(SourceProgress::holes).containsExactly(1L);
        assertThat(record.deadLetters(10)).isEmpty();
    }

    /** Kept out of the first rollup by its own fault alone it would be half counted. */
    @Test
    void ingest_conditionThatFailsOnOneEvent_makesItADeadLetterOutOfAllRollups() {
        expressions = failing("b");

        TaskOutput output =
                ingest(1, event("a", "10:05", "x", 2), event("b", "10:06", "x", 3), event("c", "10:07", "x", 4));

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 6L));
        assertThat(output.sums("long")).isEqualTo(Map.of("x 23:00", 6L));
        assertThat(recorded(TEN)).containsExactly("a", "c");
        assertThat(output.stats().books().deadLetters()).isOne();
        assertThat(record.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("expression-failed");
            assertThat(letter.reason()).isEqualTo("no value for b");
        });
    }

    /** The record may hold what a condition that was changed since cannot judge: it is out of all rollups, and found out. */
    @Test
    void recount_conditionThatFailsOnARecordedEvent_leavesItOutAndSaysSo() {
        ingest(1, event("a", "10:05", "x", 2), event("b", "10:06", "x", 3));
        expressions = failing("b");

        TaskOutput output = recount(2, TEN);

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 2L));
        assertThat(output.stats().recounts()).containsExactly(new TaskStats.Recount(TEN, 1, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"65490, ''", "65600, too-long"})
    void ingest_groupLongerThanAKey_isADeadLetter(int length, String code) {
        TaskOutput output = ingest(1, event("a", "10:05", "p".repeat(length), 2), event("b", "10:06", "x", 3));

        assertThat(record.deadLetters(10))
                .extracting(DeadLetter::code)
                .isEqualTo(code.isEmpty() ? List.of() : List.of(code));
        assertThat(output.sums("short")).containsEntry("x 10:00", 3L).hasSize(code.isEmpty() ? 2 : 1);
        assertThat(output.stats().books().balanced()).isTrue();
    }

    @Test
    void ingest_groupLongerThanAKey_isNamedWithItsField() {
        ingest(1, event("a", "10:05", "p".repeat(70_000), 2));

        assertThat(record.deadLetters(1).get(0).reason())
                .isEqualTo(
                        "the group of rollup \"short\" makes a key of 70022 bytes, of which field \"place\" has 70000;"
                                + " Cassandra's keys have at most 65535");
    }

    @Test
    void ingest_eventLargerThanAWrite_isADeadLetterThatIsCut() {
        pipeline = SmallPipeline.edited(
                "rollups:", "cassandra: {max_mutation: 1MB}\nrollups:", "id: id\n", "id: id\n  max_bytes: 16MB\n");
        String large = event("a", "10:05", "x", 2).replace("}", ",\"more\":\"" + "y".repeat(1_050_000) + "\"}");

        TaskOutput output = ingest(1, large, event("b", "10:06", "x", 3));

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 3L));
        assertThat(record.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("too-large");
            assertThat(letter.reason())
                    .isEqualTo(
                            "the record has " + large.length()
                                    + " bytes, and a write to Cassandra takes 1028096 of them: cassandra.max_mutation is 1048576");
            assertThat(letter.payload()).hasSize(DeadLetter.KEPT_BYTES);
            assertThat(letter.bytes()).isEqualTo(large.length());
            assertThat(letter.sha256()).hasSize(64);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T23:59:59Z, earlier than event.time.not_before; which is 1970-01-02T00:00:00Z",
        "0001-01-01T00:00:00Z, earlier than event.time.not_before; which is 1970-01-02T00:00:00Z",
        "2026-11-26T08:00:01Z, later than event.time.not_after; which is 2026-11-26T08:00:00Z",
        "9999-12-31T23:59:59Z, later than event.time.not_after; which is 2026-11-26T08:00:00Z"
    })
    void ingest_implausibleTime_isADeadLetterAndTouchesNoBucket(String time, String reason) {
        ingestAt(1, 0, "{\"id\":\"a\",\"at\":\"" + time + "\",\"place\":\"x\",\"amount\":1}");

        assertThat(record.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("implausible-time");
            assertThat(letter.reason()).isEqualTo("the event time " + time + " is " + reason.replace(";", ","));
        });
        assertThat(record.marks(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    }

    /** Run again an hour later, an event that was a minute too far ahead is still a dead letter, and once only. */
    @Test
    void ingest_implausibleTimeInABatchThatRunsAgainLater_isDecidedAlike() {
        String ahead = "{\"id\":\"a\",\"at\":\"2026-11-26T08:01:00Z\",\"place\":\"x\",\"amount\":1}";

        TaskOutput first = ingestAt(1, 0, ahead);
        TaskOutput again = ingestAt(1, HOUR, ahead);

        assertThat(again.stats().books()).isEqualTo(first.stats().books());
        assertThat(record.deadLetters(10)).hasSize(1);
        assertThat(record.marks(Long.MIN_VALUE, Long.MAX_VALUE)).isEmpty();
    }

    /** What was recorded stays countable, whatever the clock or the definition say by now. */
    @Test
    void recount_eventThatWouldBeImplausibleToday_counts() {
        ingest(1, event("a", "10:05", "x", 2));
        pipeline = SmallPipeline.edited("time: at", "time: {field: at, not_before: 2026-10-01}");

        assertThat(recount(2, TEN).sums("short")).isEqualTo(Map.of("x 10:00", 2L));
    }

    @Test
    void ingest_nothingIsGivenToTheShuffle_beforeTheRecordHoldsEverything() {
        String[] records = {event("a", "10:05", "x", 2), event("b", "11:05", "y", 3)};
        try (MapTask task = task(1, records)) {
            Iterator<ShuffleRecord> output = task.read().decode().record().summarise();
            assertThat(recorded(TEN)).as("before the first pull").isEmpty();

            assertThat(output.hasNext()).isTrue();

            assertThat(recorded(TEN)).containsExactly("a");
            assertThat(recorded(TEN + HOUR)).containsExactly("b");
            assertThat(record.marks(TEN, TEN + 2 * HOUR))
                    .extracting(BucketMark::bucket)
                    .containsExactly(TEN, TEN + HOUR);
        }
    }

    @Test
    void ingest_rangeThatTheSourceNoLongerKeeps_isAGapAndNotInTheBooks() {
        gaps.add(new Claim.Range("events", 0, 102, 110));

        TaskOutput output = ingest(7, event("a", "10:05", "x", 2));

        assertThat(output.stats().books().read()).isEqualTo(1);
        assertThat(record.deadLetters(10)).isEmpty();
        assertThat(output.stats().gaps())
                .containsExactly(new Gap(
                        new Claim.Range("events", 0, 102, 110),
                        "offsets 102 to 109 (8) were no longer kept by the source",
                        7,
                        TIMESTAMP + 7_000));
    }

    @Test
    void ingest_eventOfAForgottenTime_isADeadLetterAndNothingElse() {
        acceptedFrom = TEN + HOUR;

        TaskOutput output = ingest(1, event("a", "10:59", "x", 2), event("b", "11:00", "x", 3));

        assertThat(output.sums("short")).isEqualTo(Map.of("x 11:00", 3L));
        assertThat(output.stats().books())
                .isEqualTo(new Books(2, 1, event("b", "11:00", "x", 3).length(), 0, 1));
        assertThat(output.stats().touched()).containsExactly(new TaskStats.Touched(TEN + HOUR, 1, 0));
        assertThat(recorded(TEN)).isEmpty();
        assertThat(record.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("too-old");
            assertThat(letter.reason())
                    .isEqualTo("its time 2026-03-27T10:59:00Z is before 2026-03-27T11:00:00Z, and what was recorded of"
                            + " earlier times is forgotten: whether it was counted cannot be told");
            assertThat(new String(letter.payload(), StandardCharsets.UTF_8)).isEqualTo(event("a", "10:59", "x", 2));
        });
    }

    @Test
    void ingest_positionsWithoutARecord_areHolesAndNoGap() {
        gaps.add(new Claim.Range("events", 0, 102, 110));

        TaskOutput output = ingest(
                7, new Claim.Range("events", 0, 100, 120), event("a", "10:05", "x", 2), event("b", "10:05", "x", 2));

        assertThat(output.stats().progress()).singleElement().satisfies(progress -> {
            assertThat(progress.source()).isEqualTo("events");
            assertThat(progress.holes()).isEqualTo(20 - 2 - 8);
        });
    }

    @Test
    void ingest_events_saysWhichPathsLedToAValue() {
        TaskOutput output =
                ingest(1, event("a", "10:05", "x", 2), "{", "{\"id\":\"b\",\"at\":\"2026-03-27T10:05:00Z\"}");
        TaskOutput none = ingest(2, "{\"id\":\"b\",\"at\":\"2026-03-27T10:05:00Z\"}", "{");

        assertThat(paths(output)).isEqualTo(new PathMatches(Set.of("id", "at", "place", "amount"), Map.of()));
        assertThat(paths(none)).isEqualTo(new PathMatches(Set.of("id", "at"), Map.of("place", 1L, "amount", 1L)));
    }

    private static PathMatches paths(TaskOutput output) {
        return output.stats().progress().get(0).paths();
    }

    @Test
    void ingest_taskThatRunsAgain_recordsNothingTwice() {
        ingest(1, event("a", "10:05", "x", 2), "{");
        ingest(1, event("a", "10:05", "x", 2), "{");

        assertThat(recorded(TEN)).containsExactly("a");
        assertThat(record.deadLetters(10)).hasSize(1);
    }

    @Test
    void ingest_withoutARecord_countsWhateverComes() {
        pipeline = SmallPipeline.summaryMode("counters-direct");

        TaskOutput output = ingest(1, event("a", "10:05", "x", 2), event("a", "10:05", "x", 2));

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 4L));
        assertThat(output.stats().touched()).isEmpty();
        assertThat(recorded(TEN)).isEmpty();
    }

    @Test
    void recount_eventsOfSeveralBatches_countEachIdentityOnce() {
        ingest(1, event("a", "10:05", "x", 2), event("b", "10:20", "x", 3));
        ingest(2, event("a", "10:05", "x", 2), event("c", "10:59", "y", 4));

        TaskOutput output = recount(3, TEN);

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 2L, "x 10:15", 3L, "y 10:45", 4L));
        assertThat(output.stats().recounts()).containsExactly(new TaskStats.Recount(TEN, 3, 1, 0));
        assertThat(output.stats().books()).isEqualTo(Books.NONE);
    }

    /** The group that the losing copy was counted under has no event left; its row must be visited to go. */
    @Test
    void recount_moreRepeatedIdentitiesThanAreListed_countsEachOnceToo() {
        maxListed = 0;
        recount_eventsOfSeveralBatches_countEachIdentityOnce();
    }

    @Test
    void recount_copyUnderAnotherGroup_namesThatGroupWithoutCounting() {
        ingest(1, event("a", "10:05", "x", 2));
        ingest(2, event("a", "10:05", "moved", 2));

        TaskOutput output = recount(3, TEN);

        assertThat(output.sums("short")).isEqualTo(Map.of("x 10:00", 2L, "moved 10:00", 0L));
    }

    /** A driver that was taken for dead computes what the driver after it computed for the same batch. */
    @Test
    void recount_eventsOfLaterBatches_areNotThereYet() {
        ingest(1, event("a", "10:05", "x", 2));
        ingest(5, event("b", "10:06", "x", 3));

        assertThat(recount(5, TEN).sums("short")).isEqualTo(Map.of("x 10:00", 2L));
        assertThat(recount(6, TEN).sums("short")).isEqualTo(Map.of("x 10:00", 5L));
    }

    @Test
    void recount_bucketLongerThanTheRecords_readsAllOfIt() {
        ingest(1, event("a", "10:05", "x", 2), event("b", "11:05", "x", 3), event("c", "23:05", "x", 4));

        TaskOutput output = recount(3, TEN);

        assertThat(output.sums("short")).as("only what was asked for").isEqualTo(Map.of("x 10:00", 2L));
        assertThat(output.sums("long")).as("the whole day of Berlin").isEqualTo(Map.of("x 23:00", 5L));
        assertThat(output.stats().recounts())
                .extracting(TaskStats.Recount::bucket)
                .containsExactly(TEN);
    }

    @Test
    void recount_anyNumberOfTasks_sumsToTheSame() {
        for (int i = 0; i < 40; i++) {
            ingest(1 + i / 10, event("id" + i % 33, "%02d:%02d".formatted(8 + i % 7, i), "place" + i % 3, i));
        }
        RecountInput input = input(9, TEN - 2 * HOUR, TEN - HOUR, TEN, TEN + HOUR, TEN + 2 * HOUR);
        TaskOutput whole = recount(input, 1);

        assertThat(recount(input, 2).sums("short")).isEqualTo(whole.sums("short"));
        assertThat(recount(input, 5).sums("long")).isEqualTo(whole.sums("long"));
    }

    private TaskOutput ingest(long batch, String... records) {
        return ingest(batch, new Claim.Range("events", 0, 100, 100 + records.length), records);
    }

    private TaskOutput ingest(long batch, Claim.Range range, String... records) {
        try (MapTask task = task(batch, range, records)) {
            return TaskOutput.of(List.of(task), pipeline);
        }
    }

    @Test
    void ingest_furtherAttempt_saysThatThereWasAnEarlierOne() {
        IngestClaim claim = new IngestClaim(1, TIMESTAMP, 0, List.of(new Claim.Range("events", 0, 100, 101)));
        IngestTasks tasks = new IngestTasks(
                plan(),
                claim,
                wanted -> new ListCursor(wanted, gaps, 0, event("a", "10:05", "x", 2)),
                acceptedFrom,
                Outdated.NONE);

        try (MapTask first = tasks.mapTask(0, 1, 0, record);
                MapTask second = tasks.mapTask(0, 1, 1, record)) {
            assertThat(TaskOutput.of(List.of(first), pipeline).stats().retried())
                    .isFalse();
            assertThat(TaskOutput.of(List.of(second), pipeline).stats().retried())
                    .isTrue();
        }
    }

    private MapTask task(long batch, String... records) {
        return task(batch, new Claim.Range("events", 0, 100, 100 + records.length), records);
    }

    private MapTask task(long batch, Claim.Range range, String... records) {
        IngestClaim claim = new IngestClaim(batch, TIMESTAMP + batch * Claim.TIMESTAMP_STEP, 0, List.of(range));
        return new IngestTasks(
                        plan(), claim, wanted -> new ListCursor(wanted, gaps, 0, records), acceptedFrom, Outdated.NONE)
                .mapTask(0, 1, 0, record);
    }

    private TaskOutput recount(long before, long... buckets) {
        return recount(input(before, buckets), 1);
    }

    private RecountInput input(long before, long... buckets) {
        Scope.Recount scope =
                new BucketScope(plan(), Arrays.stream(buckets).boxed().toList());
        List<Long> recorded = record.marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .map(BucketMark::bucket)
                .toList();
        IdentityFindings found =
                new LoopSearch(plan(), record, maxListed).find(scope.recordBuckets(), recorded, before);
        return new RecountInput(scope, found.decided(plan().event().duplicates(), plan().horizon()), before);
    }

    private TaskOutput recount(RecountInput input, int tasks) {
        CompareTasks compare = new CompareTasks(plan(), input);
        List<MapTask> all = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            all.add(compare.mapTask(task, tasks, 0, record));
        }
        return TaskOutput.of(all, pipeline);
    }

    private TaskPlan plan() {
        return TaskPlan.of(pipeline, expressions, 1_000);
    }

    /** As it is claimed at {@link #TIMESTAMP} and, so much later, run. */
    private TaskOutput ingestAt(long batch, long laterMicros, String... records) {
        Claim.Range range = new Claim.Range("events", 0, 100, 100 + records.length);
        IngestClaim claimed = new IngestClaim(batch, TIMESTAMP, 0, List.of(range));
        IngestClaim claim = laterMicros == 0 ? claimed : claimed.reclaimedAt(TIMESTAMP + laterMicros);
        try (MapTask task = new IngestTasks(
                        plan(), claim, wanted -> new ListCursor(wanted, gaps, 0, records), acceptedFrom, Outdated.NONE)
                .mapTask(0, 1, 0, record)) {
            return TaskOutput.of(List.of(task), pipeline);
        }
    }

    /** A condition that has no value for one id. */
    private static Expressions failing(String id) {
        return () -> new Expressions.Bound() {
            @Override
            public void derive(Event event) {
                // nothing is derived
            }

            @Override
            public void select(Event event) {
                if (event.stringAt(event.schema().slot("id")).equals(id)) {
                    throw new ExpressionFailure("no value for " + id, null);
                }
            }
        };
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
