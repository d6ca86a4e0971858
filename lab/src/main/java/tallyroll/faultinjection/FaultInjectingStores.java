package tallyroll.faultinjection;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.ForgetClaim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.control.RequestStore;
import tallyroll.control.SettleClaim;
import tallyroll.event.Event;
import tallyroll.record.BucketMark;
import tallyroll.record.Counted;
import tallyroll.record.DeadLetter;
import tallyroll.record.GapStore;
import tallyroll.record.IdentityIndex;
import tallyroll.record.Settlement;
import tallyroll.record.SystemOfRecord;
import tallyroll.store.ForeignTable;
import tallyroll.store.SchemaPlan;
import tallyroll.store.Stores;
import tallyroll.summary.CounterStore;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.WriteOutcome;

/** The ports of a pipeline with a fault in front of them. */
record FaultInjectingStores(Stores stores, Injection injection) implements Stores {
    @Override
    public SystemOfRecord record() {
        return new Record(stores.record(), injection);
    }

    @Override
    public ForeignTable foreign(String keyspace, String table) {
        return stores.foreign(keyspace, table);
    }

    @Override
    public SummaryStore summaries() {
        return new Summaries(stores.summaries(), injection);
    }

    @Override
    public CounterStore counters() {
        return new Counters(stores.counters(), injection);
    }

    @Override
    public ControlStore control() {
        return new Control(stores.control(), injection);
    }

    @Override
    public RequestStore requests() {
        return stores.requests();
    }

    @Override
    public void prepareLease() {
        stores.prepareLease();
    }

    @Override
    public boolean exist() {
        return stores.exist();
    }

    @Override
    public Optional<String> owner() {
        return stores.owner();
    }

    @Override
    public SchemaPlan createTables() {
        return stores.createTables();
    }

    @Override
    public void ping() {
        stores.ping();
    }

    @Override
    public void close() {
        stores.close();
    }

    private record Control(ControlStore store, Injection injection) implements ControlStore {
        @Override
        public Optional<PipelineState> read(String pipeline) {
            return store.read(pipeline);
        }

        @Override
        public boolean swap(PipelineState expected, PipelineState next) {
            Optional<Long> before = expected.open().map(Claim::batch);
            Optional<Long> after = next.open().map(Claim::batch);
            if (after.isEmpty()) {
                before.ifPresent(injection::committing);
            }
            boolean swapped = store.swap(expected, next);
            if (swapped && after.isEmpty()) {
                before.ifPresent(injection::committed);
            }
            if (swapped && before.isEmpty()) {
                after.ifPresent(injection::claimed);
            }
            return swapped;
        }

        @Override
        public void append(String pipeline, BatchEntry entry) {
            store.append(pipeline, entry);
        }

        @Override
        public List<BatchEntry> history(String pipeline, int max) {
            return store.history(pipeline, max);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private record Counters(CounterStore store, Injection injection) implements CounterStore {
        @Override
        public CompletionStage<WriteOutcome> add(SummaryStore.Partition partition, List<Increment> increments) {
            return injection.incrementing(() -> store.add(partition, increments));
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private record Record(SystemOfRecord store, Injection injection) implements SystemOfRecord {
        @Override
        public Appender appender(IngestClaim claim, int task, int attempt) {
            Appender appender = store.appender(claim, task, attempt);
            return new Appender() {
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
                    injection.recording(claim.batch(), appender::finish);
                }

                @Override
                public void close() {
                    appender.close();
                }
            };
        }

        @Override
        public DeadLetterAppender deadLetterAppender(long writeTimestamp) {
            return store.deadLetterAppender(writeTimestamp);
        }

        @Override
        public void read(long bucket, EventReader reader) {
            store.read(bucket, reader);
        }

        @Override
        public void readTask(IngestClaim claim, int task, EventReader reader) {
            store.readTask(claim, task, reader);
        }

        @Override
        public long count(long bucket, Batches batches) {
            return store.count(bucket, batches);
        }

        @Override
        public void read(long bucket, long[] halves, EventReader reader) {
            store.read(bucket, halves, reader);
        }

        @Override
        public Iterator<long[]> identities(long bucket, Batches batches) {
            return store.identities(bucket, batches);
        }

        @Override
        public void moved(long bucket, long batch, long writeTimestamp) {
            store.moved(bucket, batch, writeTimestamp);
        }

        @Override
        public List<Long> voided(long from, long to) {
            return store.voided(from, to);
        }

        @Override
        public List<BucketMark> marks(long from, long to) {
            return store.marks(from, to);
        }

        @Override
        public void settled(SettleClaim claim, List<Settlement> buckets) {
            store.settled(claim, buckets);
        }

        @Override
        public void counted(IngestClaim claim, List<Counted> buckets) {
            store.counted(claim, buckets);
        }

        @Override
        public long forgetEvents(long bucket, ForgetClaim claim) {
            return store.forgetEvents(bucket, claim);
        }

        @Override
        public long forget(long bucket, ForgetClaim claim) {
            return store.forget(bucket, claim);
        }

        @Override
        public List<DeadLetter> deadLetters(int max) {
            return store.deadLetters(max);
        }

        @Override
        public void readDeadLetters(Batches batches, DeadLetterReader reader) {
            store.readDeadLetters(batches, reader);
        }

        @Override
        public void removeDeadLetters(List<DeadLetter> letters, long writeTimestamp) {
            store.removeDeadLetters(letters, writeTimestamp);
        }

        @Override
        public GapStore gaps() {
            return store.gaps();
        }

        @Override
        public IdentityIndex index() {
            return store.index();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private record Summaries(SummaryStore store, Injection injection) implements SummaryStore {
        @Override
        public CompletionStage<List<SummaryRow>> read(Partition partition, long from, long to) {
            return store.read(partition, from, to);
        }

        @Override
        public CompletionStage<WriteOutcome> write(Partition partition, List<RowWrite> rows, long timestamp) {
            return injection.writing(rows.get(0).row().batch(), () -> store.write(partition, rows, timestamp));
        }

        @Override
        public CompletionStage<WriteOutcome> delete(Partition partition, List<Long> buckets, long timestamp) {
            return store.delete(partition, buckets, timestamp);
        }

        @Override
        public void scan(RollupTable table, int slice, int slices, BiConsumer<GroupKey, Long> visitor) {
            store.scan(table, slice, slices, visitor);
        }

        @Override
        public Iterator<Located> partitions(RollupTable table, long fromPlace) {
            return store.partitions(table, fromPlace);
        }

        @Override
        public CompletionStage<Boolean> holdsRows(Partition partition) {
            return store.holdsRows(partition);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
