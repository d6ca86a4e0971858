package tallyroll.receiver;

import java.util.Map;
import java.util.function.Consumer;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;

/** What a receiver of the pipeline "readings" is given; its events are JSON of 1 KB at most. */
public final class ReceiverContexts {
    private static final EventSpec EVENT =
            Definition.parse("""
                    pipeline: readings
                    source: {mqtt: {server: "broker:1883", topic: readings}}
                    strategy: idempotent
                    event:
                      format: json
                      id: id
                      time: at
                      fields: {id: string, at: timestamp}
                      max_bytes: 1KB
                    rollups:
                      readings: {by: [id], every: [1h], measures: {n: count}}
                    """, "readings.yaml", Environment.of(Map.of())).event();

    private ReceiverContexts() {}

    public static ReceiverContext of(Map<String, String> options) {
        return of(options, new AcceptingSink(), notice -> {});
    }

    public static ReceiverContext of(Map<String, String> options, EventSink sink, Consumer<String> notices) {
        return new ReceiverContext(
                "readings", options, sink, new EventValidator(EVENT, "test", Expressions.NONE), notices);
    }
}
