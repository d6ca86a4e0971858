package tallyroll.receiver;

import java.util.Map;
import java.util.function.Consumer;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** Receivers built from a definition. */
public final class Definitions {
    private Definitions() {}

    /** A receiver that has been started. */
    public static Receiver started(String source, EventSink sink, Consumer<String> logLines) {
        return started(source, "readings", sink, logLines);
    }

    public static Receiver started(String source, String pipeline, EventSink sink, Consumer<String> logLines) {
        Receiver receiver = Receivers.open(read(source, pipeline), Expressions.NONE, sink, logLines);
        receiver.start();
        return receiver;
    }

    /** @param source the value of {@code source}, such as {@code {mqtt: {…}}} */
    public static Pipeline read(String source, String pipeline) {
        String yaml = """
                pipeline: %s
                source: %s
                strategy: idempotent
                event:
                  format: json
                  id: id
                  time: at
                  fields: {id: string, at: timestamp}
                  max_bytes: 1KB
                rollups:
                  readings: {by: [id], every: [1h], measures: {n: count}}
                """.formatted(pipeline, source);
        return Definition.parse(yaml, "test.yaml", Environment.of(Map.of()));
    }
}
