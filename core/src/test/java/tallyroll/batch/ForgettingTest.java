package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.batch.Settling.Eagerness;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.ForgetClaim;
import tallyroll.control.Forgotten;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.IntervalScope;
import tallyroll.flow.RecordsCursor;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;
import tallyroll.record.MemoryRecord;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;

/** Batches that forget, among batches that ingest and settle: what is dropped, what stays, and what comes again. */
class ForgettingTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: visits
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp, place: string}
            strategy: idempotent-direct
            record: {bucket: 1h, keep: 10d}
            grace: 1h
            rollups:
              visits:
                by: [place]
                every: [1h, 1d]
                measures: {events: count}
              days:
                by: [place]
                every: [1d]
                measures: {events: count}
            """, "visits.yaml", Environment.of(Map.of()));
    private static final TaskPlan PLAN = TaskPlan.of(PIPELINE, Expressions.NONE, 1_000);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryControl control = new MemoryControl();
    private final List<String> topic = new ArrayList<>();
    private Instant now = START;
    private BatchRunner runner = runner();
    private long read;

    @Test
    void forget_bucketsThatHaveOutlivedTheirTime_leavesTheirRows() {
        days(12);
        Map<String, Long> before = rows();

        CommittedBatch done = runner.forget(1_000).orElseThrow();

        assertThat(done.forgetting()).isTrue();
        assertThat(rows()).isEqualTo(before);
        assertThat(events(START)).isZero();
        assertThat(events(START.plus(Duration.ofHours(23)))).isZero();
        assertThat(events(START.plus(Duration.ofHours(24)))).isEqualTo(1);
        assertThat(marks()).first().isEqualTo(START.plus(Duration.ofHours(24)));
        Forgotten forgotten = state();
        assertThat(Micros.toInstant(forgotten.acceptedFrom())).isEqualTo("2026-03-03T00:00:00Z");
        assertThat(forgotten.droppedBefore()).isEqualTo(forgotten.eventsBefore());
        assertThat(forgotten.dropped().buckets()).isEqualTo(24);
        assertThat(forgotten.dropped().events()).isEqualTo(24);
        assertThat(forgotten.dropped().bytes()).isBetween(24L * 50, 24L * 80);
        assertThat(runner.forget(1_000)).isEmpty();
    }

    /** The whole topic comes again, from a second source or because somebody sent it again. */
    @Test
    void ingest_forgottenEventsAgain_countsNoneAndKeepsEachAsADeadLetter() {
        days(12);
        runner.forget(1_000);
        Map<String, Long> before = rows();
        List<String> all = List.copyOf(topic);

        all.forEach(topic::add);
        ingest();
        settleAll();

        assertThat(rows()).isEqualTo(before);
        assertThat(record.deadLetters(1_000))
                .hasSize(48)
                .extracting(DeadLetter::code)
                .containsOnly("too-old");
        assertThat(runner.lease().state().books().balanced()).isTrue();
    }

    /** Decided by the bound as of the claim: the driver that runs the batch again finds the same. */
    @Test
    void recover_batchThatMetForgottenEvents_decidesAsBefore() {
        days(12);
        runner.forget(1_000);
        topic.add(topic.get(0));
        topic.add(topic.get(topic.size() - 2));
        runner.lease().claim(List.of(new Claim.Range("events", 0, read, topic.size())));

        runner = runner();
        runner.recover();

        assertThat(record.deadLetters(10))
                .singleElement()
                .extracting(DeadLetter::code)
                .isEqualTo("too-old");
        assertThat(runner.lease().state().books().recorded()).isEqualTo(12 * 24 + 1);
    }

    @Test
    void forget_whileABatchIsOpen_isRefused() {
        days(12);
        runner.lease().claim(List.of(new Claim.Range("events", 0, read, read)));

        assertThatThrownBy(() -> runner.forget(1_000)).hasMessageContaining("is claimed and not committed");
        assertThat(state().any()).isFalse();
    }

    @Test
    void forget_bucketThatIsNotSettled_isKeptWithAllAfterIt() {
        hours(0, 48);
        settleAll();
        hours(48, 14 * 24);

        assertThat(runner.due(Eagerness.ALL, 1)).isNotEmpty();
        runner.forget(1_000);

        assertThat(events(START.plus(Duration.ofHours(23)))).isZero();
        assertThat(events(START.plus(Duration.ofHours(24)))).isEqualTo(1);
        assertThat(Micros.toInstant(state().acceptedFrom())).isEqualTo(START.plus(Duration.ofHours(48)));
    }

    /** The day is recounted from its hours: those that are too old for late events stay until the day is. */
    @Test
    void settle_lateEventInADayThatIsHalfTooOld_recountsTheWholeDay() {
        hours(0, 11 * 24 + 36);
        settleAll();
        runner.forget(1_000);
        assertThat(Micros.toInstant(state().acceptedFrom())).isEqualTo("2026-03-03T12:00:00Z");
        assertThat(Micros.toInstant(state().eventsBefore())).isEqualTo("2026-03-02T00:00:00Z");

        topic.add(event("late", START.plus(Duration.ofHours(48 + 13))));
        ingest();
        settleAll();

        assertThat(rows()).containsEntry("days_1d 2026-03-03T00:00:00Z", 25L);
        assertThat(rows()).containsEntry("visits_1d 2026-03-03T00:00:00Z", 25L);
        assertThat(rows()).containsEntry("visits_1d 2026-03-01T00:00:00Z", 24L);
    }

    /** What a repair asks for may lie before the bound: it has nothing to recount there, and must not lower a row to nothing. */
    @Test
    void settle_forgottenBucketsByRepair_leavesTheirRows() {
        days(12);
        runner.forget(1_000);
        Map<String, Long> before = rows();

        runner.settle(List.of(Micros.of(START), Micros.of(START.plus(Duration.ofHours(50)))), Claim.Cause.REPAIR);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void compare_forgottenBuckets_areNeitherDriftNorLoss() {
        days(12);
        runner.forget(1_000);

        List<Long> recorded = marks().stream().map(Micros::of).toList();
        IntervalScope scope = new IntervalScope(
                PLAN, Long.MIN_VALUE, Long.MAX_VALUE, recorded, state().eventsBefore(), Micros.now(() -> now));
        ApplyReport report = new Comparison(PLAN, jobs()).run(scope, recorded);

        assertThat(report.drifted()).isZero();
        assertThat(report.rows()).isEqualTo(11 * 24 + 2 * 11);
    }

    /** Killed between two deletions: the bounds stand, what is left is dropped by the next driver, nothing looks lost meanwhile. */
    @Test
    void recover_driverThatDiedWhileForgetting_dropsTheRest() {
        days(12);
        Map<String, Long> before = rows();
        long dropped = Micros.of(START.plus(Duration.ofHours(24)));
        long accepted = Micros.of(START.plus(Duration.ofHours(48)));
        Forgotten after = new Forgotten(accepted, dropped, dropped, dropped, Forgotten.Dropped.NOTHING, 0);
        List<Long> whole = marks().stream().limit(24).map(Micros::of).toList();
        ForgetClaim claim = runner.lease().claim(after, List.of(), whole);
        record.forget(whole.get(0), claim);
        record.forget(whole.get(7), claim);
        assertThat(state().acceptedFrom()).isEqualTo(accepted);
        assertThat(state().droppedBefore()).isEqualTo(Long.MIN_VALUE);

        runner = runner();
        assertThat(runner.recover()).isTrue();

        assertThat(rows()).isEqualTo(before);
        assertThat(state().droppedBefore()).isEqualTo(dropped);
        assertThat(marks()).hasSize(11 * 24).first().isEqualTo(START.plus(Duration.ofHours(24)));
        assertThat(runner.forget(1_000)).isEmpty();
    }

    /** Three years by the hour: what is kept of the record has the size of its lives, however long it runs. */
    @Test
    void forget_forYears_keepsTheRecordBounded() {
        int largest = 0;
        for (int day = 0; day < 3 * 365; day += 5) {
            hours(24 * day, 24 * (day + 5));
            settleAll();
            while (runner.forget(40).isPresent()) {
                // a few at a time
            }
            largest = Math.max(
                    largest, record.marks(Long.MIN_VALUE, Long.MAX_VALUE).size());
        }

        assertThat(largest).isLessThanOrEqualTo((10 + 1 + 5) * 24);
        assertThat(events(Micros.toInstant(state().eventsBefore()).minus(Duration.ofHours(1))))
                .isZero();
        assertThat(state().dropped().events()).isEqualTo((3 * 365 - 11) * 24);
    }

    private void days(int count) {
        hours(0, 24 * count);
        settleAll();
    }

    /** An event an hour, read when the hour is over. */
    private void hours(int from, int until) {
        for (int hour = from; hour < until; hour++) {
            topic.add(event("id" + hour, START.plus(Duration.ofHours(hour))));
        }
        now = START.plus(Duration.ofHours(until));
        ingest();
    }

    private void ingest() {
        runner.ingest(List.of(new Claim.Range("events", 0, read, topic.size())), () -> 0);
        read = topic.size();
    }

    /** All of it, as if grace had passed. */
    private void settleAll() {
        Instant held = now;
        now = now.plus(Duration.ofHours(2));
        runner.settle(runner.due(Eagerness.ALL, Integer.MAX_VALUE), Claim.Cause.SETTLE);
        now = held;
    }

    private long events(Instant bucket) {
        List<Long> offsets = new ArrayList<>();
        record.read(Micros.of(bucket), (source, offset, raw) -> offsets.add(offset));
        return offsets.size();
    }

    private List<Instant> marks() {
        return record.marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .map(BucketMark::bucket)
                .map(Micros::toInstant)
                .toList();
    }

    private Forgotten state() {
        return runner.lease().state().forgotten();
    }

    /** {@code table bucket} → count. */
    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        PIPELINE.rollups().stream()
                .flatMap(rollup -> RollupTable.all(PIPELINE, rollup).stream())
                .forEach(table -> summaries.scan(table, 0, 1, (group, bucket) -> {
                    Partition partition =
                            new Partition(table, group, table.period().label(bucket));
                    summaries
                            .read(partition, bucket, bucket)
                            .toCompletableFuture()
                            .join()
                            .forEach(row ->
                                    rows.put(table.name() + " " + Micros.toInstant(bucket), (Long) row.values()[0]));
                }));
        return rows;
    }

    private Jobs jobs() {
        return new LoopJobs(PLAN, record, summaries, now);
    }

    private BatchRunner runner() {
        Acquisition lease =
                LeaseHolder.acquire(control, "visits", "a/1", Duration.ofMinutes(1), () -> now, any -> true);
        return new BatchRunner(
                PLAN,
                ((Acquisition.Acquired) lease).driver(),
                new BatchPorts(jobs(), record, claim -> new Opener(List.copyOf(topic))),
                () -> now,
                BatchListener.NONE);
    }

    private static String event(String id, Instant at) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"place\":\"x\"}".formatted(id, at);
    }

    private record Opener(List<String> topic) implements SourceOpener {
        @Override
        public SourceCursor open(Claim.Range range) {
            return new RecordsCursor(range, at -> topic.get((int) at).getBytes(StandardCharsets.UTF_8));
        }
    }
}
