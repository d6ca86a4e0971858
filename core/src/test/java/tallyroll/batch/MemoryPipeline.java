package tallyroll.batch;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import tallyroll.control.Acquisition;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.SettleClaim;
import tallyroll.event.EventSchema;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.IntervalScope;
import tallyroll.flow.RecordsCursor;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord;
import tallyroll.search.SearchTask;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;

/** A pipeline in memory that counts events, by the hour unless told otherwise: a topic of lines, and a driver that runs what it is told. */
final class MemoryPipeline {
    static final Instant TEN = Instant.parse("2026-03-27T10:00:00Z");
    private static final String YAML = """
            pipeline: visits
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp, place: string, revision: int, gone: boolean}
              duplicates: %s
            strategy: idempotent-direct
            record: {bucket: 1h}
            grace: 0s
            %s
            rollups:
              visits: {by: [place], %s}
            """;

    final MemoryRecord record = new MemoryRecord();
    /** What jobs report, in place of what they found. */
    UnaryOperator<ApplyReport> reported = report -> report;
    /** What the driver said of rows that it cannot read: the batch, and each row's granularity and hours after ten o'clock. */
    final List<String> unreadable = new ArrayList<>();
    /** Days after ten o'clock. */
    int days = 1;

    private final List<String> topic = new ArrayList<>();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryControl control = new MemoryControl();
    private final Pipeline pipeline;
    private final TaskPlan plan;
    private BatchRunner runner;
    private long read;

    /** @param duplicates as the definition has it */
    MemoryPipeline(String duplicates) {
        this(duplicates, "settle: proof");
    }

    /** @param settle as the definition has it */
    MemoryPipeline(String duplicates, String settle) {
        this(duplicates, settle, "every: [1h], measures: {events: count}");
    }

    /** @param rollup what it keeps by place, as the definition has it; {@code events} is its first measure */
    MemoryPipeline(String duplicates, String settle, String rollup) {
        this(
                Definition.parse(YAML.formatted(duplicates, settle, rollup), "visits.yaml", Environment.of(Map.of())),
                Expressions.NONE);
    }

    /** Another pipeline, which reads the topic {@code events}. */
    MemoryPipeline(Pipeline definition, Expressions expressions) {
        pipeline = definition;
        plan = TaskPlan.of(pipeline, expressions, 1_000);
        restart(record);
    }

    /** Another driver, with the record as given. */
    void restart(SystemOfRecord seen) {
        LeaseHolder lease = ((Acquisition.Acquired)
                        LeaseHolder.acquire(control, "visits", "host/1", Duration.ofMinutes(1), this::now, any -> true))
                .driver();
        Jobs loop = new LoopJobs(plan, seen, summaries, now());
        Jobs jobs = new Jobs() {
            @Override
            public ApplyReport run(BatchTasks tasks, MapSide map, ApplySide apply, BatchListener listener) {
                return reported.apply(loop.run(tasks, map, apply, listener));
            }

            @Override
            public IdentityFindings repeatedIdentities(List<Long> buckets, List<Long> neighbours, long before) {
                return loop.repeatedIdentities(buckets, neighbours, before);
            }

            @Override
            public <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks) {
                return loop.search(tasks);
            }
        };
        runner = new BatchRunner(
                plan,
                lease,
                new BatchPorts(jobs, seen, claim -> new Opener(List.copyOf(topic))),
                this::now,
                listener());
    }

    private BatchListener listener() {
        return new BatchListener() {
            @Override
            public void unreadable(Claim claim, Set<ApplyReport.Damaged> rows) {
                rows.forEach(row ->
                        unreadable.add("batch " + claim.batch() + ": " + row.granularity() + "/" + hour(row.bucket())));
            }
        };
    }

    /** Compares the hours {@code [from, until)} after ten o'clock with the record. */
    ApplyReport compare(int from, int until) {
        long start = Micros.of(TEN.plus(Duration.ofHours(from)));
        long end = Micros.of(TEN.plus(Duration.ofHours(until)));
        List<Long> buckets =
                record.marks(start, end).stream().map(BucketMark::bucket).toList();
        IntervalScope scope = new IntervalScope(plan, start, end, buckets);
        return new Comparison(plan, new LoopJobs(plan, record, summaries, now())).run(scope, scope.recordBuckets());
    }

    BatchRunner runner() {
        return runner;
    }

    /** Events of identity, hours after ten o'clock, and revision; as one batch. */
    void ingest(Object... events) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < events.length; i += 3) {
            lines.add(event(events[i], (int) events[i + 1], events[i + 2]));
        }
        ingestMessages(lines);
    }

    /** An event of hours after ten o'clock at place x. */
    static String event(Object id, int hour, Object revision) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"place\":\"x\",\"revision\":%s}".formatted(id, at(hour), revision);
    }

    /** An event that deletes, where the definition has {@code delete: gone}; it has no place. */
    static String deletion(Object id, int hour, Object revision) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"revision\":%s,\"gone\":true}".formatted(id, at(hour), revision);
    }

    private static Instant at(int hour) {
        return TEN.plus(Duration.ofHours(hour));
    }

    /** Messages as they are; as one batch. */
    void ingestMessages(List<String> messages) {
        topic.addAll(messages);
        Claim.Range range = new Claim.Range("events", 0, read, topic.size());
        read = topic.size();
        runner.ingest(List.of(range), () -> 0);
    }

    /** As {@link #ingestMessages}, but nothing hears of the commit. */
    void ingestMessagesAsADriverThatDies(List<String> messages) {
        dying(() -> ingestMessages(messages));
    }

    /** As {@link #ingest}, but nothing hears of the commit. */
    void ingestAsADriverThatDies(Object... events) {
        dying(() -> ingest(events));
    }

    private void dying(Runnable ingest) {
        UnaryOperator<ApplyReport> before = reported;
        reported = report -> {
            throw new IllegalStateException("the driver dies");
        };
        try {
            ingest.run();
        } catch (IllegalStateException died) {
            reported = before;
        }
    }

    EventSchema schema() {
        return pipeline.event().schema();
    }

    /** Settles what is due; the hours after ten o'clock of each batch. */
    List<List<Integer>> settle() {
        List<List<Integer>> batches = new ArrayList<>();
        List<Long> due = runner.due(Settling.Eagerness.ALL, 100);
        while (!due.isEmpty()) {
            Optional<CommittedBatch> settled = runner.settle(due, Claim.Cause.SETTLE);
            settled.map(CommittedBatch::claim)
                    .map(SettleClaim.class::cast)
                    .ifPresent(claim -> batches.add(
                            claim.settled().stream().map(MemoryPipeline::hour).toList()));
            due = runner.due(Settling.Eagerness.ALL, 100);
        }
        return batches;
    }

    /** Events counted, by hours after ten o'clock. */
    Map<Integer, Long> counts() {
        return counts(0);
    }

    /** Of a table of longer buckets. */
    Map<Integer, Long> counts(int granularity) {
        Map<Integer, Long> counts = new TreeMap<>();
        rows(granularity, (partition, row) -> counts.put(hour(row.bucket()), (Long) row.values()[0]));
        return counts;
    }

    /** Puts another count into a row, which no event made. */
    void damage(int hour, long count) {
        damage(0, hour, values -> new Object[] {count});
    }

    /** Puts other values into a row. */
    void damage(int granularity, int hour, UnaryOperator<Object[]> damage) {
        rows(granularity, (partition, row) -> {
            if (hour(row.bucket()) == hour) {
                SummaryRow damaged = new SummaryRow(row.bucket(), row.batch(), damage.apply(row.values()));
                summaries.write(
                        partition,
                        List.of(new SummaryStore.RowWrite(damaged, null)),
                        runner.lease().state().writeTimestamp());
            }
        });
    }

    /** All rows of a table, with their partitions. */
    void rows(int granularity, BiConsumer<Partition, SummaryRow> reader) {
        rows(RollupTable.all(pipeline, pipeline.rollups().get(0)).get(granularity), reader);
    }

    /** The values of all rows of a table by group and bucket: {@code [a, 1] 2026-03-27T10:00:00Z}. */
    Map<String, List<Object>> answers(RollupTable table) {
        GroupCodec groups = new GroupCodec(table.rollup(), schema());
        Map<String, List<Object>> answers = new TreeMap<>();
        rows(
                table,
                (partition, row) -> answers.put(
                        groups.values(partition.group()) + " " + Micros.toInstant(row.bucket()),
                        Arrays.asList(row.values())));
        return answers;
    }

    private void rows(RollupTable table, BiConsumer<Partition, SummaryRow> reader) {
        summaries.scan(table, 0, 1, (group, bucket) -> {
            Partition partition = new Partition(table, group, table.period().label(bucket));
            summaries
                    .read(partition, bucket, bucket)
                    .toCompletableFuture()
                    .join()
                    .forEach(row -> reader.accept(partition, row));
        });
    }

    /** The claims of batches that settled since the pipeline began, oldest first. */
    List<SettleClaim> settlements() {
        List<SettleClaim> claims = new ArrayList<>();
        for (ControlStore.BatchEntry entry : control.history("visits", Integer.MAX_VALUE)) {
            if (entry.claim() instanceof SettleClaim settle) {
                claims.add(0, settle);
            }
        }
        return claims;
    }

    /** The dirty buckets, hours after ten o'clock. */
    List<Integer> dirty() {
        return record.marks(Long.MIN_VALUE, Long.MAX_VALUE).stream()
                .filter(BucketMark::dirty)
                .map(mark -> hour(mark.bucket()))
                .toList();
    }

    /** By default a day later than ten o'clock: earlier buckets are due, later ones live. */
    private Instant now() {
        return TEN.plus(Duration.ofDays(days));
    }

    static int hour(long bucket) {
        return (int) ((bucket - Micros.of(TEN)) / 3_600_000_000L);
    }

    private record Opener(List<String> topic) implements SourceOpener {
        @Override
        public SourceCursor open(Claim.Range range) {
            return new RecordsCursor(range, at -> topic.get((int) at).getBytes(StandardCharsets.UTF_8));
        }
    }
}
