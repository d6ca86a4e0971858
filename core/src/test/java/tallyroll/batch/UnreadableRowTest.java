package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.IntervalScope;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.MemoryRecord;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.time.Micros;

/** A row into which somebody else has written stops nothing: it is left as it is, and made again from the record (rule R18). */
class UnreadableRowTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: visits
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              time: {field: at}
              fields: {at: timestamp, place: string, page: string}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              visits:
                by: [place]
                every: [1h, 1d]
                measures: {visits: count, pages: "top_k(page, 3)"}
            """, "visits.yaml", Environment.of(Map.of()));
    private static final List<RollupTable> TABLES =
            RollupTable.all(PIPELINE, PIPELINE.rollups().get(0));
    private static final long DAY = Micros.of(Instant.parse("2026-03-27T00:00:00Z"));
    private static final long HOUR = 3_600_000_000L;
    private static final List<byte[]> RECORDS = new ArrayList<>();

    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final List<String> heard = new ArrayList<>();
    private final Instant now = Instant.parse("2026-03-29T00:00:00Z");
    private final TaskPlan plan = TaskPlan.of(PIPELINE, Expressions.NONE, 1_000);
    private final BatchRunner runner = runner();

    UnreadableRowTest() {
        RECORDS.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void ingest_intoAnUnreadableRow_leavesItAndSettlingMakesItAgain(int granularity) {
        publish(10, 3);
        publish(11, 2);
        ingest();
        settleAll();
        damage(granularity, granularity == 0 ? 10 : 0);

        publish(10, 1);
        ingest();

        assertThat(heard).containsExactly("batch 3: " + granularity + "/" + (granularity == 0 ? 10 : 0));
        assertThat(rows(granularity)).containsEntry(granularity == 0 ? 10L : 0L, "unreadable");
        settleAll();
        assertThat(rows(0)).isEqualTo(Map.of(10L, "4", 11L, "2"));
        assertThat(rows(1)).isEqualTo(Map.of(0L, "6"));
    }

    @Test
    void settle_besideAnUnreadableRow_leavesTheLongerOneUntilBothAreMadeAgain() {
        publish(10, 3);
        publish(11, 2);
        ingest();
        settleAll();
        damage(0, 10);
        publish(11, 1);
        ingest();

        runner.settle(List.of(DAY + 11 * HOUR), Claim.Cause.REPAIR);

        assertThat(heard).containsExactly("batch 4: 0/10");
        assertThat(rows(0)).isEqualTo(Map.of(10L, "unreadable", 11L, "3"));
        assertThat(runner.due(Settling.Eagerness.ALL, 9)).containsExactly(DAY + 10 * HOUR);
        settleAll();
        assertThat(rows(0)).isEqualTo(Map.of(10L, "3", 11L, "3"));
        assertThat(rows(1)).isEqualTo(Map.of(0L, "6"));
    }

    @Test
    void verify_unreadableRow_isDriftThatIsNamed() {
        publish(10, 3);
        publish(11, 2);
        ingest();
        settleAll();
        damage(0, 10);

        ApplyReport all = compared(10, 12);
        ApplyReport beside = compared(11, 12);

        assertThat(all.drifted()).isPositive();
        assertThat(all.damaged()).contains(new ApplyReport.Damaged(0, 0, DAY + 10 * HOUR));
        assertThat(beside.drifts()).anyMatch(drift -> drift.stored().equals("a row that cannot be read"));
    }

    private ApplyReport compared(int from, int until) {
        List<Long> buckets = record.marks(DAY + from * HOUR, DAY + until * HOUR).stream()
                .map(mark -> mark.bucket())
                .toList();
        IntervalScope scope = new IntervalScope(plan, DAY + from * HOUR, DAY + until * HOUR, buckets);
        return new Comparison(plan, new LoopJobs(plan, record, summaries, now)).run(scope, scope.recordBuckets());
    }

    /** Puts a text where a sketch was, as a hand would, at a time of its own. */
    private void damage(int granularity, int hour) {
        RollupTable table = TABLES.get(granularity);
        long bucket = DAY + hour * HOUR;
        summaries.scan(table, 0, 1, (group, at) -> {
            if (at == bucket) {
                Partition partition = new Partition(table, group, table.period().label(bucket));
                SummaryRow row = summaries
                        .read(partition, bucket, bucket)
                        .toCompletableFuture()
                        .join()
                        .get(0);
                Object[] values = row.values().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] = values[i] instanceof byte[] ? "oops".getBytes(StandardCharsets.UTF_8) : values[i];
                }
                SummaryRow damaged = new SummaryRow(bucket, row.batch(), values);
                summaries
                        .write(
                                partition,
                                List.of(new RowWrite(damaged, row)),
                                runner.lease().state().writeTimestamp() + 1)
                        .toCompletableFuture()
                        .join();
            }
        });
    }

    private Map<Long, String> rows(int granularity) {
        RollupTable table = TABLES.get(granularity);
        Map<Long, String> rows = new TreeMap<>();
        summaries.scan(table, 0, 1, (group, bucket) -> {
            Partition partition = new Partition(table, group, table.period().label(bucket));
            summaries
                    .read(partition, bucket, bucket)
                    .toCompletableFuture()
                    .join()
                    .forEach(row -> {
                        boolean damaged = List.of(row.values()).stream()
                                .anyMatch(value -> value instanceof byte[] bytes && bytes.length == 4);
                        rows.put((bucket - DAY) / HOUR, damaged ? "unreadable" : row.values()[0].toString());
                    });
        });
        return rows;
    }

    private void ingest() {
        long from = runner.lease().state().positions().getOrDefault("events-0", 0L);
        runner.ingest(List.of(new Claim.Range("events", 0, from, RECORDS.size())), () -> 0);
    }

    private void settleAll() {
        for (int batch = 0; batch < 5 && !runner.due(Settling.Eagerness.ALL, 9).isEmpty(); batch++) {
            runner.settle(runner.due(Settling.Eagerness.ALL, 9), Claim.Cause.SETTLE);
        }
    }

    private BatchRunner runner() {
        LeaseHolder lease = ((Acquisition.Acquired) LeaseHolder.acquire(
                        new MemoryControl(), "visits", "a/1", Duration.ofMinutes(1), () -> now, any -> true))
                .driver();
        BatchListener listener = new BatchListener() {
            @Override
            public void unreadable(Claim claim, Set<ApplyReport.Damaged> rows) {
                rows.forEach(row -> heard.add(
                        "batch " + claim.batch() + ": " + row.granularity() + "/" + (row.bucket() - DAY) / HOUR));
            }
        };
        BatchPorts ports = new BatchPorts(new LoopJobs(plan, record, summaries, now), record, claim -> new Opener());
        return new BatchRunner(plan, lease, ports, () -> now, listener);
    }

    private static void publish(int hour, int events) {
        for (int i = 0; i < events; i++) {
            RECORDS.add("{\"at\":\"2026-03-27T%d:05:00Z\",\"place\":\"x\",\"page\":\"p%d\"}"
                    .formatted(hour, i)
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Opener() implements SourceOpener {
        @Override
        public SourceCursor open(Claim.Range range) {
            return new RecordsCursor(range, at -> RECORDS.get((int) at));
        }
    }
}
