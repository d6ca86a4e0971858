package tallyroll.reading;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tallyroll.bucket.Granularity;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.measure.Partial;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.time.Micros;

/** Events of some weeks, as a plain list to recompute answers from, and as the rows that batches would have made of them. */
public final class Measured {
    public static final Instant BEGIN = Instant.parse("2026-02-20T00:00:00Z");
    static final long TIMESTAMP = 1_800_000_000_000_000L;

    private static final String YAML = """
            pipeline: readings
            source: {kafka: {bootstrap: "localhost:9092", topic: readings}}
            event: {format: json, id: id, time: at, fields: {id: string, at: timestamp, place: string, kind: int, level: int}}
            grace: 1h
            cassandra: {contact: ["${env:CONTACT:-localhost:9042}"], keyspace: readings}
            rollups:
              levels:
                by: [place]
                every: [1h, 1d]
                zone: Europe/Berlin
                measures:
                  n: count
                  sum: sum(level)
                  low: min(level)
                  high: max(level)
                  mean: avg(level)
                  kinds: distinct(kind)
                  dist: quantiles(level)
                  often: top_k(kind, 3)
                  latest: last(level)
                  bars: histogram(level, 100, 500)
                  average: sum / n
              both:
                by: [place, kind]
                every: [1h]
                measures: {n: count}
              everything:
                by: []
                every: [1h]
                measures: {n: count}
            """;

    /** An event, as a plain recomputation sees it. */
    public record Sample(Instant at, String place, long kind, long level) {}

    private Measured() {}

    public static Pipeline pipeline(Map<String, String> environment) {
        return Definition.parse(YAML, "readings.yaml", Environment.of(environment));
    }

    /** Of 40 places, some seen all the time and some once in a while, over 45 days. */
    public static List<Sample> samples(long seed, int count) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = (int) Math.min(39, Math.abs(random.nextGaussian()) * 14);
            samples.add(new Sample(
                    BEGIN.plus(random.nextInt(45 * 24 * 3600), ChronoUnit.SECONDS),
                    (char) ('A' + place / 10) + "-" + place % 10,
                    random.nextInt(30),
                    random.nextInt(1_000)));
        }
        return samples;
    }

    /** Writes the rows of all tables, as batch 1 would. */
    public static void write(SummaryStore store, Pipeline pipeline, List<Sample> samples) {
        write(store, pipeline, samples, 1);
    }

    static void write(SummaryStore store, Pipeline pipeline, List<Sample> samples, long batch) {
        for (Rollup rollup : pipeline.rollups()) {
            for (RollupTable table : RollupTable.all(pipeline, rollup)) {
                write(store, new Target(pipeline.event().schema(), table, batch), samples);
            }
        }
    }

    private record Place(GroupKey group, long bucket) {}

    private record Target(EventSchema schema, RollupTable table, long batch) {}

    private static void write(SummaryStore store, Target target, List<Sample> samples) {
        EventSchema schema = target.schema();
        RollupTable table = target.table();
        RowShape shape = new RowShape(table.rollup(), schema);
        GroupCodec codec = new GroupCodec(table.rollup(), schema);
        Granularity every = table.every();
        Map<Place, Partial[]> rows = new HashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            Event event = event(schema, samples.get(i), i);
            ByteWriter key = new ByteWriter();
            codec.write(event, key);
            Place place = new Place(new GroupKey(key.toByteArray()), every.floor(event.timeMicros()));
            for (Partial partial : rows.computeIfAbsent(place, none -> shape.neutral())) {
                partial.fold(event);
            }
        }
        rows.forEach((place, partials) -> store.write(
                        new Partition(table, place.group(), table.period().label(place.bucket())),
                        List.of(new RowWrite(
                                new SummaryRow(place.bucket(), target.batch(), shape.values(partials)), null)),
                        TIMESTAMP)
                .toCompletableFuture()
                .join());
    }

    private static Event event(EventSchema schema, Sample sample, int id) {
        Event event = new Event(schema);
        event.timeMicros(Micros.of(sample.at()));
        event.identity(id, id);
        event.putString(schema.slot("place"), sample.place());
        event.putLong(schema.slot("kind"), sample.kind());
        event.putLong(schema.slot("level"), sample.level());
        return event;
    }
}
