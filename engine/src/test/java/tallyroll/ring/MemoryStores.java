package tallyroll.ring;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import tallyroll.bytes.Slice;
import tallyroll.control.ControlStore;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.MemoryControl;
import tallyroll.control.MemoryRequests;
import tallyroll.control.PipelineState;
import tallyroll.control.RequestStore;
import tallyroll.control.SettleClaim;
import tallyroll.event.Event;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.DeadLetter;
import tallyroll.record.GapStore;
import tallyroll.record.IdentityIndex;
import tallyroll.record.MemoryRecord;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.ForeignTable;
import tallyroll.store.SchemaPlan;
import tallyroll.store.StoreSettings;
import tallyroll.store.Stores;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupKey;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.MemorySummaries;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.WriteOutcome;

/** The ports of a pipeline in memory, one set a name in this JVM, every write of which passes {@link StoreFaults}. */
final class MemoryStores implements Stores {
    private static final Map<String, MemoryStores> BY_NAME = new ConcurrentHashMap<>();

    private static final Map<String, String> OWNERS = new ConcurrentHashMap<>();

    private final String pipeline;
    private final String keyspace;
    private final StoreFaults faults = new StoreFaults();
    private final MemoryRecord record = new MemoryRecord();
    private final MemorySummaries summaries = new MemorySummaries();
    private final MemoryCounters counters = new MemoryCounters();
    private final MemoryControl control = new MemoryControl();
    private final MemoryRequests requests = new MemoryRequests();
    private final Map<String, List<Map<String, Object>>> foreign = new ConcurrentHashMap<>();
    private final Set<Long> lost = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();

    private volatile StoreSettings settings;

    private MemoryStores(String pipeline, String keyspace) {
        this.pipeline = pipeline;
        this.keyspace = keyspace;
    }

    static MemoryStores of(StoreSettings settings) {
        String pipeline = settings.pipeline();
        MemoryStores stores = BY_NAME.computeIfAbsent(
                pipeline, name -> new MemoryStores(name, settings.cassandra().keyspace()));
        stores.settings = settings;
        return stores;
    }

    StoreFaults faults() {
        return faults;
    }

    /** What is stored, to be looked at and damaged without faults in between. */
    MemoryRecord storedRecord() {
        return record;
    }

    MemorySummaries storedSummaries() {
        return summaries;
    }

    MemoryCounters storedCounters() {
        return counters;
    }

    MemoryControl storedControl() {
        return control;
    }

    /** How often tables were made. */
    int timesMade() {
        return made.get();
    }

    /** Loses every event of a record bucket but keeps its mark: the accident "record row missing". */
    void lose(long bucket) {
        lost.add(bucket);
    }

    /** A table that others write, in no keyspace of a pipeline. */
    void foreign(String name, List<Map<String, Object>> rows) {
        foreign.put(name, rows);
    }

    /** Row i is in slice i. */
    @Override
    public ForeignTable foreign(String keyspace, String table) {
        List<Map<String, Object>> rows = Optional.ofNullable(foreign.get(keyspace + "." + table))
                .orElseThrow(() -> new StoreException("there is no " + keyspace + "." + table, null));
        return new ForeignTable() {
            @Override
            public long estimatedBytes() {
                return 0;
            }

            @Override
            public Iterator<Map<String, Object>> rows(int from, int until) {
                return rows.subList(Math.min(from, rows.size()), Math.min(until, rows.size()))
                        .iterator();
            }
        };
    }

    @Override
    public SystemOfRecord record() {
        return new Record();
    }

    @Override
    public SummaryStore summaries() {
        return new Summaries();
    }

    @Override
    public CounterStore counters() {
        return new Counters();
    }

    @Override
    public ControlStore control() {
        return new Control();
    }

    @Override
    public RequestStore requests() {
        return requests;
    }

    @Override
    public void prepareLease() {
        // control rows need no table here
    }

    @Override
    public boolean exist() {
        return made.get() > 0;
    }

    @Override
    public Optional<String> owner() {
        return Optional.ofNullable(OWNERS.get(keyspace));
    }

    @Override
    public SchemaPlan createTables() {
        made.incrementAndGet();
        OWNERS.putIfAbsent(keyspace, pipeline);
        return new SchemaPlan(true, List.of(), List.of(), List.of());
    }

    @Override
    public void close() {
        // what is stored stays, as on a node
    }

    private final class Control implements ControlStore {
        @Override
        public Optional<PipelineState> read(String pipeline) {
            return control.read(pipeline);
        }

        @Override
        public boolean swap(PipelineState expected, PipelineState next) {
            boolean[] swapped = new boolean[1];
            faults.around(StoreFaults.Port.CONTROL, () -> swapped[0] = control.swap(expected, next));
            return swapped[0];
        }

        @Override
        public void append(String pipeline, BatchEntry entry) {
            faults.around(StoreFaults.Port.HISTORY, () -> control.append(pipeline, entry));
        }

        @Override
        public List<BatchEntry> history(String pipeline, int max) {
            return control.history(pipeline, max);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private final class Record implements SystemOfRecord {
        @Override
        public Appender appender(IngestClaim claim, int task, int attempt) {
            return new RecordAppender(record.appender(claim, task, attempt));
        }

        @Override
        public DeadLetterAppender deadLetterAppender(long writeTimestamp) {
            return record.deadLetterAppender(writeTimestamp);
        }

        @Override
        public void read(long bucket, EventReader reader) {
            if (!lost.contains(bucket)) {
                record.read(bucket, reader);
            }
        }

        @Override
        public void readTask(IngestClaim claim, int task, EventReader reader) {
            record.readTask(claim, task, reader);
        }

        @Override
        public long count(long bucket, Batches batches) {
            return lost.contains(bucket) ? 0 : record.count(bucket, batches);
        }

        @Override
        public void read(long bucket, long[] halves, EventReader reader) {
            if (!lost.contains(bucket)) {
                record.read(bucket, halves, reader);
            }
        }

        @Override
        public Iterator<long[]> identities(long bucket, Batches batches) {
            return lost.contains(bucket) ? List.<long[]>of().iterator() : record.identities(bucket, batches);
        }

        @Override
        public void moved(long bucket, long batch, long writeTimestamp) {
            record.moved(bucket, batch, writeTimestamp);
        }

        @Override
        public List<Long> voided(long from, long to) {
            return record.voided(from, to);
        }

        @Override
        public List<BucketMark> marks(long from, long to) {
            return record.marks(from, to);
        }

        @Override
        public void settled(SettleClaim claim, List<Settlement> buckets) {
            for (Settlement one : buckets) {
                faults.around(StoreFaults.Port.SETTLED, () -> record.settled(claim, List.of(one)));
            }
        }

        @Override
        public void counted(IngestClaim claim, List<Counted> buckets) {
            for (Counted one : buckets) {
                faults.around(StoreFaults.Port.COUNTED, () -> record.counted(claim, List.of(one)));
            }
        }

        @Override
        public long forgetEvents(long bucket, ForgetClaim claim) {
            return record.forgetEvents(bucket, claim);
        }

        @Override
        public long forget(long bucket, ForgetClaim claim) {
            return record.forget(bucket, claim);
        }

        @Override
        public List<DeadLetter> deadLetters(int max) {
            return record.deadLetters(max);
        }

        @Override
        public void readDeadLetters(Batches batches, DeadLetterReader reader) {
            record.readDeadLetters(batches, reader);
        }

        @Override
        public void removeDeadLetters(List<DeadLetter> letters, long writeTimestamp) {
            faults.around(StoreFaults.Port.LETTERS, () -> record.removeDeadLetters(letters, writeTimestamp));
        }

        @Override
        public GapStore gaps() {
            return record.gaps();
        }

        @Override
        public IdentityIndex index() {
            return record.index();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private final class RecordAppender implements SystemOfRecord.Appender {
        private final SystemOfRecord.Appender appender;

        RecordAppender(SystemOfRecord.Appender appender) {
            this.appender = appender;
        }

        @Override
        public void add(long bucket, Event event, long offset, Slice raw) {
            appender.add(bucket, event, offset, raw);
        }

        @Override
        public void reject(DeadLetter letter) {
            appender.reject(letter);
        }

        @Override
        public void finish() {
            faults.around(StoreFaults.Port.RECORD, appender::finish);
        }

        @Override
        public void close() {
            appender.close();
        }
    }

    /** A column that was added since is null. */
    private static SummaryRow widened(SummaryRow row, int columns) {
        return row.values().length >= columns
                ? row
                : new SummaryRow(row.bucket(), row.batch(), Arrays.copyOf(row.values(), columns));
    }

    private final class Summaries implements SummaryStore {
        @Override
        public CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
            int columns = new RowShape(partition.table().rollup(), settings.schema())
                    .columns()
                    .size();
            return summaries.read(partition, from, to).thenApply(rows -> rows.stream()
                    .map(row -> widened(row, columns))
                    .toList());
        }

        @Override
        public CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> rows, long writeTimestamp) {
            return answer(faults.outcome(StoreFaults.Port.SUMMARY, () -> {
                summaries.write(partition, rows, writeTimestamp);
            }));
        }

        @Override
        public CompletionStage<WriteOutcome> delete(Partition partition, List<Long> buckets, long writeTimestamp) {
            return answer(faults.outcome(StoreFaults.Port.SUMMARY, () -> {
                summaries.delete(partition, buckets, writeTimestamp);
            }));
        }

        @Override
        public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
            summaries.scan(table, slice, slices, visitor);
        }

        @Override
        public Iterator<Located> partitions(RollupTable table, long fromPlace) {
            return summaries.partitions(table, fromPlace);
        }

        @Override
        public CompletionStage<Boolean> holdsRows(Partition partition) {
            return summaries.holdsRows(partition);
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private final class Counters implements CounterStore {
        @Override
        public CompletionStage<WriteOutcome> add(SummaryStore.Partition partition, List<Increment> increments) {
            return answer(faults.outcome(StoreFaults.Port.COUNTER, () -> {
                counters.add(partition, increments);
            }));
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    private static CompletionStage<WriteOutcome> answer(WriteOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }
}
