package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallyroll.control.Acquisition;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.IngestClaim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BucketScope;
import tallyroll.flow.RecordsCursor;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.BucketMark;
import tallyroll.record.IdentityIndex;
import tallyroll.record.MemoryRecord;
import tallyroll.record.SystemOfRecord;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/** What a batch does to its ports, in order: the flow as the stores see it. */
class FlowOrderTest {
    /** A search for copies, in a bucket that was never searched. */
    private static final List<String> SEARCH = List.of(
            "index.findings", // what is known of the bucket, and of what is new a run
            "index.runs",
            "record.identities",
            "index.write",
            "index.runs",
            "index.dropRuns",
            "index.wholes", // which is held against those within the horizon
            "index.wholes",
            "index.keep",
            "index.keep",
            "index.dropFindings");

    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: visits
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              time: {field: at}
              fields: {at: timestamp, place: string}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              visits:
                by: [place]
                every: [1h]
                measures: {events: count}
            """, "visits.yaml", Environment.of(Map.of()));
    private static final long HOUR = 1_774_605_600_000_000L; // 2026-03-27T10:00Z
    private static final TaskPlan PLAN = TaskPlan.of(PIPELINE, Expressions.NONE, 1_000);

    private final List<String> trace = new ArrayList<>();
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryControl control = new MemoryControl();
    private Instant now = Instant.parse("2026-03-27T12:00:00Z");
    private final Jobs jobs = new LoopJobs(
            PLAN,
            traced("record", SystemOfRecord.class, record),
            traced("summaries", SummaryStore.class, summaries),
            now.plusMillis(70));
    private final PhaseTimes times = new PhaseTimes();
    private final BatchRunner runner = runner("a/1");

    @Test
    void ingest_twoEvents_claimsRecordsAppliesCommits() {
        trace.clear();

        runner.ingest(List.of(new Claim.Range("events", 0, 0, 2)), () -> 0);

        assertThat(trace)
                .containsExactly(
                        "control.swap", // claim
                        "record.appender",
                        "appender.add", // read, decode, record, summarise
                        "appender.add",
                        "appender.finish", // the barrier: everything is recorded
                        "appender.close",
                        "summaries.read", // apply
                        "summaries.write",
                        "control.swap", // commit
                        "control.append", // and only then history says so
                        "record.counted"); // and the marks, what is counted by whole batches
    }

    @Test
    void settle_bucketOfWholeBatches_isProvenByTheSearchAlone() {
        runner.ingest(List.of(new Claim.Range("events", 0, 0, 2)), () -> 0);
        trace.clear();

        runner.settle(List.of(HOUR), Claim.Cause.SETTLE);

        assertThat(trace.subList(0, SEARCH.size())).isEqualTo(SEARCH);
        assertThat(trace.subList(SEARCH.size(), trace.size()))
                .containsExactly("control.swap", "record.settled", "control.swap", "control.append");
        assertThat(record.marks(0, Long.MAX_VALUE)).allMatch(mark -> mark.settledBatch() == 2 && mark.distinct() == 2);
    }

    @Test
    void settle_bucketOfABatchThatWasRunAgain_claimsReadsTheRecordComparesCommits() {
        runner.lease().claim(List.of(new Claim.Range("events", 0, 0, 2)));
        BatchRunner runner = runner("b/2");
        runner.recover();
        trace.clear();

        runner.settle(List.of(HOUR), Claim.Cause.SETTLE);

        assertThat(trace.subList(0, SEARCH.size())).isEqualTo(SEARCH);
        assertThat(trace.subList(SEARCH.size(), trace.size()))
                .containsExactly(
                        "record.count", // not whole, so what is indexed is held against the record
                        "control.swap", // claim
                        "record.read", // read, decode, record, summarise
                        "summaries.read", // apply: the row is right
                        "record.settled", // commit
                        "control.swap",
                        "control.append");
        long writeTimestamp = runner.lease().state().writeTimestamp();
        assertThat(record.marks(0, Long.MAX_VALUE))
                .containsExactly(new BucketMark(HOUR, 1, 2, 2, 0, writeTimestamp, Optional.empty()));
    }

    @Test
    void compare_missingRow_readsOnly() {
        runner.ingest(List.of(new Claim.Range("events", 0, 0, 2)), () -> 0);
        loseRows();
        trace.clear();

        ApplyReport report = new Comparison(PLAN, jobs).run(new BucketScope(PLAN, List.of(HOUR)), List.of(HOUR));

        assertThat(trace).containsOnly("record.identities", "record.read", "summaries.scan", "summaries.read");
        assertThat(report.drifted()).isEqualTo(1);
    }

    @Test
    void recover_batchClaimedByAnother_runsTheSameContentOnce() {
        IngestClaim open = runner.lease().claim(List.of(new Claim.Range("events", 0, 0, 2)));
        BatchRunner next = runner("b/2");
        trace.clear();

        assertThat(next.recover()).isTrue();

        assertThat(trace).startsWith("control.swap").endsWith("control.swap", "control.append");
        assertThat(next.lease().state().books()).isEqualTo(new Books(2, 2, 2L * raw(0).length, 0, 0));
        assertThat(next.recover()).isFalse();
        assertThatThrownBy(() -> runner.lease().commit(open, Books.NONE, 0, 0)).hasMessageContaining("b/2");
    }

    @Test
    void ingest_afterClose_claimsNothing() {
        runner.close();
        trace.clear();

        assertThat(runner.ingest(List.of(new Claim.Range("events", 0, 0, 2)), () -> 0))
                .isEmpty();
        assertThat(trace).isEmpty();
    }

    @Test
    void listener_ofABatch_hearsItsPhasesInOrder() {
        List<BatchListener.Phase> heard = new ArrayList<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void began(Phase phase, Instant at) {
                heard.add(phase);
                times.began(phase, at);
            }

            @Override
            public void committed(CommittedBatch batch, Instant at) {
                times.committed(batch, at);
            }
        };
        BatchRunner timed = new BatchRunner(PLAN, runner.lease(), ports(), () -> now = now.plusMillis(10), listener);

        timed.ingest(List.of(new Claim.Range("events", 0, 0, 2)), () -> 0);

        assertThat(heard).containsExactly(BatchListener.Phase.values());
        assertThat(heard).extracting(times::millis).containsExactly(10L, 50L, 0L, 10L);
        assertThat(times.millis()).isEqualTo(70);
    }

    private void loseRows() {
        RollupTable table = RollupTable.all(PIPELINE, PIPELINE.rollups().get(0)).get(0);
        List<Partition> partitions = new ArrayList<>();
        summaries.scan(
                table,
                0,
                1,
                (group, bucket) -> partitions.add(
                        new Partition(table, group, table.period().label(bucket))));
        partitions.forEach(partition -> summaries.delete(partition, List.of(HOUR), Long.MAX_VALUE));
    }

    private BatchRunner runner(String holder) {
        Acquisition lease = LeaseHolder.acquire(
                traced("control", ControlStore.class, control),
                "order",
                holder,
                Duration.ofMinutes(1),
                () -> now,
                any -> true);
        return new BatchRunner(PLAN, ((Acquisition.Acquired) lease).driver(), ports(), () -> now, BatchListener.NONE);
    }

    private BatchPorts ports() {
        return new BatchPorts(jobs, traced("record", SystemOfRecord.class, record), claim -> new Opener());
    }

    /** The port itself, with the name of every call kept. */
    private <T> T traced(String name, Class<T> port, T twin) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            trace.add(name + "." + method.getName());
            try {
                Object result = method.invoke(twin, args);
                if (result instanceof IdentityIndex index) {
                    trace.remove(trace.size() - 1); // its calls are what counts
                    return traced("index", IdentityIndex.class, index);
                }
                return result instanceof SystemOfRecord.Appender appender
                        ? traced("appender", SystemOfRecord.Appender.class, appender)
                        : result;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    private static byte[] raw(long offset) {
        return "{\"at\":\"2026-03-27T10:0%d:00Z\",\"place\":\"x\"}"
                .formatted(offset)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A topic of one event a minute. */
    private record Opener() implements SourceOpener {
        @Override
        public SourceCursor open(Claim.Range range) {
            return new RecordsCursor(range, at -> raw(at));
        }
    }
}
