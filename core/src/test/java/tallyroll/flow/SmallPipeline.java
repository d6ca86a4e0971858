package tallyroll.flow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.time.Micros;

/** A pipeline whose finest buckets are shorter (rollup 0) and longer (rollup 1) than the record's. */
final class SmallPipeline {
    private static final String YAML = """
            pipeline: small
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: {field: at}
              fields: {id: string, at: timestamp, place: string, amount: long}
            strategy: idempotent-direct
            record: {bucket: 1h}
            rollups:
              short:
                by: [place]
                every: [15m, 1h, 1d]
                measures: {events: count, amount: sum(amount)}
              long:
                by: [place]
                every: [1d]
                zone: Europe/Berlin
                measures: {events: count, amount: sum(amount)}
            """;

    static final Pipeline PIPELINE = parse(YAML);
    static final TaskPlan PLAN = TaskPlan.of(PIPELINE, Expressions.NONE, 1_000);

    private SmallPipeline() {}

    /** The same under a strategy that keeps no record. */
    static Pipeline summaryMode(String strategy) {
        return parse(YAML.replace("idempotent-direct", strategy).replace("record: {bucket: 1h}\n", ""));
    }

    /** The same with each {@code from} replaced by its {@code to}. */
    static Pipeline edited(String... fromTo) {
        String yaml = YAML;
        for (int i = 0; i < fromTo.length; i += 2) {
            yaml = yaml.replace(fromTo[i], fromTo[i + 1]);
        }
        return parse(yaml);
    }

    /** The same under any strategy, whether a definition can name it or not. */
    static Pipeline under(Strategy strategy) {
        return new Pipeline(
                PIPELINE.name(),
                PIPELINE.source(),
                PIPELINE.event(),
                PIPELINE.plausibleTime(),
                strategy,
                PIPELINE.record(),
                PIPELINE.rollups(),
                PIPELINE.grace(),
                PIPELINE.settle(),
                PIPELINE.counting(),
                PIPELINE.cassandra(),
                PIPELINE.lives());
    }

    private static Pipeline parse(String yaml) {
        return Definition.parse(yaml, "small.yaml", Environment.of(Map.of()));
    }

    /** The time of day of an instant, UTC. */
    static String time(long micros) {
        return Micros.toInstant(micros).atOffset(ZoneOffset.UTC).toLocalTime().toString();
    }

    static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }

    static Event event(String at, String place, long amount) {
        Event event = new Event(PIPELINE.event().schema());
        byte[] text = place.getBytes(StandardCharsets.UTF_8);
        event.putText(PIPELINE.event().schema().slot("place"), Slice.of(text));
        event.putLong(PIPELINE.event().schema().slot("amount"), amount);
        event.timeMicros(micros(at));
        return event;
    }
}
