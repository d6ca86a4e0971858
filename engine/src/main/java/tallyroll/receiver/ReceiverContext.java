package tallyroll.receiver;

import java.util.function.Consumer;
import tallyroll.pipeline.SourceSettings;

/**
 * All that a receiver is given.
 *
 * @param pipeline the pipeline's name, for client ids and subscriptions
 * @param settings the values of its section of the definition, by the keys that its provider declares
 * @param sink where events go
 * @param validator what is wrong with an event
 * @param notices takes messages worth a line: a connection lost, a sender pushed back
 */
public record ReceiverContext(
        String pipeline, SourceSettings settings, EventSink sink, EventValidator validator, Consumer<String> notices) {
    public void notice(String message) {
        notices.accept(message);
    }
}
