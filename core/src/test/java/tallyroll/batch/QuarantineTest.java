package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.control.Acquisition;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.Quarantine;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.ApplyReport;
import tallyroll.flow.BatchTasks;
import tallyroll.flow.IdentityFindings;
import tallyroll.flow.RecordsCursor;
import tallyroll.flow.SourceCursor;
import tallyroll.flow.SourceOpener;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.MemoryRecord;
import tallyroll.search.SearchTask;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;

/** What no rule foresees: one event that a batch fails on whatever is done (rule R18). */
class QuarantineTest {
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
            record: {bucket: 1h}
            settle: recount
            rollups:
              visits:
                by: [place]
                every: [1h]
                measures: {events: count}
            """, "visits.yaml", Environment.of(Map.of()));
    private static final RollupTable TABLE =
            RollupTable.all(PIPELINE, PIPELINE.rollups().get(0)).get(0);

    private static final List<byte[]> RECORDS = new ArrayList<>();

    private final MemoryControl control = new MemoryControl();
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final List<String> heard = new ArrayList<>();
    private final Instant now = Instant.parse("2026-03-27T14:00:00Z");
    private String poisonedGroup = "";
    private RuntimeException thrown;
    private boolean checked;
    private int runs;

    QuarantineTest() {
        RECORDS.clear();
        publish("a", "x");
        publish("b", "y");
        publish("c", "x");
    }

    @Test
    void ingest_eventThatFailsTheBatchEachTime_isADeadLetterAndTheRestIsCounted() {
        CommittedBatch done = ingest(runner(failingOn("b")));

        assertThat(rows()).isEqualTo(Map.of("x", 2L));
        assertThat(done.books()).isEqualTo(new Books(3, 2, bytes(0) + bytes(2), 0, 1));
        assertThat(record.deadLetters(9)).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("quarantined");
            assertThat(letter.offset()).isEqualTo(1);
            assertThat(letter.reason())
                    .isEqualTo("the batch failed on this event again and again: IllegalStateException: cannot bear b");
            assertThat(letter.payload()).isEqualTo(RECORDS.get(1));
        });
        assertThat(heard)
                .containsExactly("1. event events-0 at 1", "2. event events-0 at 1", "quarantined event events-0 at 1");
        assertThat(control.read("visits").orElseThrow().open()).isEmpty();
    }

    /** As Spark hands a task's failure on: inside a checked exception that no method declares. */
    @Test
    void ingest_failureInsideACheckedException_isLookedThrough() {
        checked = true;

        ingest(runner(failingOn("b")));

        assertThat(rows()).isEqualTo(Map.of("x", 2L));
        assertThat(record.deadLetters(9)).extracting(DeadLetter::code).containsExactly("quarantined");
    }

    @Test
    void ingest_severalSuchEvents_areLeftOutOneByOne() {
        publish("b", "z");

        ingest(runner(failingOn("b")));

        assertThat(rows()).isEqualTo(Map.of("x", 2L));
        assertThat(record.deadLetters(9)).extracting(DeadLetter::offset).containsExactlyInAnyOrder(1L, 3L);
    }

    /** The rule is for single events: where everything fails it is something else, and nothing is thrown away. */
    @Test
    void ingest_everyEventFails_endsAndKeepsTheClaim() {
        for (int i = 0; i < 30; i++) {
            publish("b", "y");
        }
        BatchRunner runner = runner(failingOn("b"));

        assertThatThrownBy(() -> ingest(runner))
                .hasMessage("Cannot run batch 1: it leaves out 16 events already, and fails on event events-0 at 18"
                        + " (IllegalStateException: cannot bear b). So many are not the fault of single events; the batch stays"
                        + " claimed and is run again.");
        assertThat(control.read("visits").orElseThrow().open()).isPresent();
        assertThat(rows()).isEmpty();
    }

    /** What is left out is part of the claim: whoever runs the batch again leaves out the same, and need not find it first. */
    @Test
    void recover_batchThatLeavesSomethingOut_leavesOutTheSame() {
        LeaseHolder lease = lease("a/1");
        lease.claim(List.of(new Claim.Range("events", 0, 0, 3)));
        lease.quarantine(new Quarantine.Event("events", 0, 1, "cannot bear b"));

        runner(failingOn("b"), lease("b/2")).recover();

        assertThat(rows()).isEqualTo(Map.of("x", 2L));
        assertThat(heard).isEmpty();
        assertThat(record.deadLetters(9)).extracting(DeadLetter::code).containsExactly("quarantined");
    }

    @Test
    void settle_recordedEventThatFails_isLeftOut() {
        ingest(runner(Expressions.NONE));

        settleAll(runner(failingOn("b")));

        assertThat(rows()).as("what it had made stays").isEqualTo(Map.of("x", 2L, "y", 1L));
        assertThat(record.deadLetters(9))
                .extracting(DeadLetter::code, DeadLetter::offset)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("quarantined", 1L));
    }

    /** It may pass, and it is nobody's fault. */
    @Test
    void ingest_storeThatDoesNotAnswer_isNoPoison() {
        poisonedGroup = "y";
        thrown = new StoreException("Cassandra does not answer", null);
        BatchRunner runner = runner(Expressions.NONE);

        assertThatThrownBy(() -> ingest(runner)).isSameAs(thrown);
        assertThat(heard).isEmpty();
        assertThat(runs).isOne();
    }

    private static Expressions failingOn(String id) {
        return () -> new Expressions.Bound() {
            @Override
            public void derive(Event event) {
                // nothing is derived
            }

            @Override
            public void select(Event event) {
                if (event.stringAt(event.schema().slot("id")).equals(id)) {
                    throw new IllegalStateException("cannot bear " + id);
                }
            }
        };
    }

    private CommittedBatch ingest(BatchRunner runner) {
        return runner.ingest(List.of(new Claim.Range("events", 0, 0, RECORDS.size())), () -> 0)
                .orElseThrow();
    }

    private static void settleAll(BatchRunner runner) {
        for (int batch = 0; batch < 5 && !runner.due(Settling.Eagerness.ALL, 9).isEmpty(); batch++) {
            runner.settle(runner.due(Settling.Eagerness.ALL, 9), Claim.Cause.SETTLE);
        }
    }

    private BatchRunner runner(Expressions expressions) {
        return runner(expressions, lease("a/1"));
    }

    private BatchRunner runner(Expressions expressions, LeaseHolder lease) {
        TaskPlan plan = TaskPlan.of(PIPELINE, expressions, 1_000);
        Jobs loop = new LoopJobs(plan, record, refusing(), now);
        BatchPorts ports = new BatchPorts(checked ? throwingChecked(loop) : loop, record, claim -> new Opener());
        BatchListener listener = new BatchListener() {
            @Override
            public void failed(Claim claim, Quarantine.Event event, int times) {
                heard.add(times + ". " + event.name());
            }

            @Override
            public void quarantined(Claim claim, Quarantine.Event event) {
                heard.add("quarantined " + event.name());
            }

            @Override
            public void began(Phase phase, Instant at) {
                runs += phase == Phase.MAP ? 1 : 0;
            }
        };
        return new BatchRunner(plan, lease, ports, () -> now, listener);
    }

    private LeaseHolder lease(String holder) {
        Acquisition lease =
                LeaseHolder.acquire(control, "visits", holder, Duration.ofMinutes(1), () -> now, any -> true);
        return ((Acquisition.Acquired) lease).driver();
    }

    private static Jobs throwingChecked(Jobs jobs) {
        return new Jobs() {
            @Override
            public ApplyReport run(BatchTasks tasks, MapSide map, ApplySide apply, BatchListener listener) {
                try {
                    return jobs.run(tasks, map, apply, listener);
                } catch (RuntimeException failed) {
                    throw QuarantineTest.<RuntimeException>undeclared(new Exception("the job was aborted", failed));
                }
            }

            @Override
            public IdentityFindings repeatedIdentities(List<Long> buckets, List<Long> neighbours, long before) {
                return jobs.repeatedIdentities(buckets, neighbours, before);
            }

            @Override
            public <R extends Serializable> List<R> search(List<? extends SearchTask<R>> tasks) {
                return jobs.search(tasks);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> RuntimeException undeclared(Exception failed) throws E {
        throw (E) failed;
    }

    /** The summaries, with one group that cannot be written. */
    private SummaryStore refusing() {
        return (SummaryStore) Proxy.newProxyInstance(
                SummaryStore.class.getClassLoader(), new Class<?>[] {SummaryStore.class}, (self, method, args) -> {
                    if (method.getName().equals("write")
                            && group((Partition) args[0]).equals(poisonedGroup)) {
                        throw thrown;
                    }
                    try {
                        return method.invoke(summaries, args);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static String group(Partition partition) {
        return new GroupCodec(TABLE.rollup(), PIPELINE.event().schema())
                .values(partition.group())
                .get(0)
                .toString();
    }

    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        summaries.scan(TABLE, 0, 1, (group, bucket) -> {
            Partition partition = new Partition(TABLE, group, TABLE.period().label(bucket));
            summaries
                    .read(partition, bucket, bucket)
                    .toCompletableFuture()
                    .join()
                    .forEach(row -> rows.put(group(partition), (Long) row.values()[0]));
        });
        return rows;
    }

    private static void publish(String id, String place) {
        RECORDS.add("{\"id\":\"%s\",\"at\":\"2026-03-27T10:05:00Z\",\"place\":\"%s\"}"
                .formatted(id, place)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static long bytes(int index) {
        return RECORDS.get(index).length;
    }

    private record Opener() implements SourceOpener {
        @Override
        public SourceCursor open(Claim.Range range) {
            return new RecordsCursor(range, at -> RECORDS.get((int) at));
        }
    }
}
