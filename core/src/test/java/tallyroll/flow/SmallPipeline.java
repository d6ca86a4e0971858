package tallyroll.flow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tallyroll.event.Event;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** A pipeline whose finest buckets are shorter (rollup 0) and longer (rollup 1) than the record's. */
final class SmallPipeline {
    static final Pipeline PIPELINE = Definition.parse("""
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
            """, "small.yaml", Environment.of(Map.of()));

    private SmallPipeline() {}

    static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }

    static Event event(String at, String place, long amount) {
        Event event = new Event(PIPELINE.event().schema());
        byte[] text = place.getBytes(StandardCharsets.UTF_8);
        event.putBytes(PIPELINE.event().schema().slot("place"), text, 0, text.length);
        event.putLong(PIPELINE.event().schema().slot("amount"), amount);
        event.timeMicros(micros(at));
        return event;
    }
}
