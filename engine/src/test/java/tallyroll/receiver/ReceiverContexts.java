package tallyroll.receiver;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tallyroll.event.EventSpec;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.SourceSettings;

/** What a receiver of the pipeline "readings" is given; its events are JSON of 1 KB at most. */
public final class ReceiverContexts {
    private static final String DEFINITION = """
            pipeline: readings
            source:
              %s
            strategy: idempotent
            event:
              format: json
              id: id
              time: at
              fields: {id: string, at: timestamp}
              max_bytes: 1KB
            rollups:
              readings: {by: [id], every: [1h], measures: {n: count}}
            """;

    private static final EventSpec EVENT = read("http: {}").event();

    private ReceiverContexts() {}

    /** A pipeline with this source, such as {@code mqtt: {server: "broker:1883", topic: t}}. */
    public static Pipeline read(String source) {
        return Definition.parse(DEFINITION.formatted(source), "readings.yaml", Environment.of(Map.of()));
    }

    /** The settings of a source, as the definition's reader makes them. */
    public static SourceSettings settings(String source) {
        return read(source).receiver().settings();
    }

    public static ReceiverContext of(String source) {
        return of(source, new AcceptingSink(), notice -> {});
    }

    public static ReceiverContext of(String source, EventSink sink, Consumer<String> notices) {
        return new ReceiverContext(
                "readings",
                settings(source),
                sink,
                new EventValidator(EVENT, "test", Expressions.NONE, List::of),
                notices);
    }
}
