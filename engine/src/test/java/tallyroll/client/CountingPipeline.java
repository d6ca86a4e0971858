package tallyroll.client;

import java.util.List;
import java.util.Map;
import tallyroll.bytes.Slice;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.receiver.EventBatch;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.MemoryCounters;
import tallyroll.summary.RollupTable;
import tallyroll.summary.SummaryStore.Partition;

/** Counters by place, per hour and per day. */
final class CountingPipeline {
    static final long DAY = 978_652_800_000_000L;

    private static final String YAML = """
            pipeline: counting
            source: {kafka: {bootstrap: "localhost:9092", topic: events}}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp, place: string, amount: long}
              max_bytes: 1KB
            strategy: counters
            counters: {delivery: %s, coalesce: %s}
            rollups:
              by_place:
                by: [place]
                every: [1h, 1d]
                measures: {events: count, amount: sum(amount)}
            """;

    private CountingPipeline() {}

    static Pipeline of(String delivery, String coalesce) {
        return Definition.parse(YAML.formatted(delivery, coalesce), "counting.yaml", Environment.of(Map.of()));
    }

    /** The same, but records without a value mean nothing. */
    static Pipeline ignoringTombstones() {
        String yaml = YAML.replace("max_bytes: 1KB", "tombstones: ignore").formatted("at-least-once", "0s");
        return Definition.parse(yaml, "counting.yaml", Environment.of(Map.of()));
    }

    /** An event of 2001-01-05 at an hour. */
    static String event(String place, int hour, long amount) {
        return "{\"id\":\"x\",\"at\":\"2001-01-05T%02d:30:00Z\",\"place\":\"%s\",\"amount\":%d}"
                .formatted(hour, place, amount);
    }

    static EventBatch batch(String... events) {
        EventBatch.Builder batch = EventBatch.builder();
        for (String event : events) {
            batch.add(Slice.of(event));
        }
        return batch.build();
    }

    /** Events and amount of a place in an hour. */
    static long[] hour(MemoryCounters counters, Pipeline pipeline, String place, int hour) {
        return row(counters, pipeline, place, 0, DAY + hour * 3_600_000_000L);
    }

    /** Events and amount of a place on the day. */
    static long[] day(MemoryCounters counters, Pipeline pipeline, String place) {
        return row(counters, pipeline, place, 1, DAY);
    }

    private static long[] row(MemoryCounters counters, Pipeline pipeline, String place, int granularity, long bucket) {
        Pipeline.Rollup rollup = pipeline.rollups().get(0);
        RollupTable table = RollupTable.all(pipeline, rollup).get(granularity);
        GroupCodec groups = new GroupCodec(rollup, pipeline.event().schema());
        Partition partition =
                new Partition(table, groups.key(List.of(place)), table.period().label(bucket));
        return counters.row(partition, bucket, 2);
    }
}
