package tallyroll.bench;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tallyroll.bytes.Hash;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.SystemOfRecord;
import tallyroll.search.IndexedSearch;
import tallyroll.search.SearchTask;
import tallyroll.store.CassandraStores;

/** A record of made-up events in tables of its own, written and searched through the ports that a pipeline uses. */
final class SyntheticRecord implements AutoCloseable {
    private static final String YAML = """
            pipeline: %s
            source: {kafka: {bootstrap: "localhost:9092", topic: made}}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp}
            strategy: idempotent-direct
            record: {bucket: %s}
            cassandra: {contact: "%s", keyspace: %s}
            rollups:
              events: {by: [id], every: [%s], measures: {events: count}}
            """;
    private static final long FIRST_TIMESTAMP = 1_700_000_000_000_000L;
    private static final int BUCKETS_A_BATCH = 500;
    private static final Slice RAW =
            Slice.of("{\"id\":\"e\",\"at\":\"2001-01-01T00:00:00Z\"}".getBytes(StandardCharsets.UTF_8));

    private final CassandraStores stores;
    private final TaskPlan plan;
    private final CountedRecord record;
    private final Event event;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final NavigableMap<Long, Long> lastBatches = new TreeMap<>();
    private long batch;
    private long events;

    SyntheticRecord(String keyspace, String bucket, String contactPoint) {
        Pipeline pipeline = Definition.parse(
                YAML.formatted(keyspace, bucket, contactPoint, keyspace, bucket),
                keyspace + ".yaml",
                Environment.of(Map.of()));
        stores = CassandraStores.open(pipeline);
        stores.createTables();
        plan = TaskPlan.of(pipeline, Expressions.NONE, 1_000);
        record = new CountedRecord(stores.record());
        event = new Event(pipeline.event().schema());
    }

    CountedRecord record() {
        return record;
    }

    long events() {
        return events;
    }

    /** Records new events, so many in each of some buckets. */
    void add(List<Long> buckets, int perBucket) {
        for (int from = 0; from < buckets.size(); from += BUCKETS_A_BATCH) {
            batch++;
            Claim.Range range = new Claim.Range("made", 0, events, events + (long) BUCKETS_A_BATCH * perBucket);
            IngestClaim claim = new IngestClaim(batch, writeTimestamp(), 0, List.of(range));
            try (SystemOfRecord.Appender appender = record.counted().appender(claim, 0, 0)) {
                for (long bucket : buckets.subList(from, Math.min(buckets.size(), from + BUCKETS_A_BATCH))) {
                    add(appender, bucket, perBucket);
                }
                appender.finish();
            }
        }
    }

    private void add(SystemOfRecord.Appender appender, long bucket, int count) {
        for (int i = 0; i < count; i++) {
            long[] identity = Hash.murmur3(events, 1);
            event.identity(identity[0], identity[1]);
            event.timeMicros(bucket);
            appender.add(bucket, event, events, RAW);
            events++;
        }
        lastBatches.put(bucket, batch);
    }

    /** Searches for some buckets, as settling does. */
    void search(List<Long> buckets) {
        NavigableMap<Long, Long> near = new TreeMap<>();
        plan.horizon()
                .neighbours(buckets, lastBatches.navigableKeySet())
                .forEach(bucket -> near.put(bucket, lastBatches.get(bucket)));
        IndexedSearch search = new IndexedSearch(plan, record.counted(), this::each);
        search.find(new IndexedSearch.Question(Set.copyOf(buckets), near, batch, Set.of(), writeTimestamp()));
    }

    private long writeTimestamp() {
        return FIRST_TIMESTAMP + batch * 1_000;
    }

    private <R extends Serializable> List<R> each(List<? extends SearchTask<R>> tasks) {
        List<Future<R>> running = new ArrayList<>();
        tasks.forEach(task -> running.add(threads.submit(() -> task.run(record.counted()))));
        List<R> results = new ArrayList<>();
        for (Future<R> one : running) {
            try {
                results.add(one.get());
            } catch (InterruptedException | ExecutionException failed) {
                throw new IllegalStateException("a part of a search failed", failed);
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        stores.close();
    }
}
