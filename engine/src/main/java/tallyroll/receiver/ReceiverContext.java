package tallyroll.receiver;

import java.util.Map;
import java.util.function.Consumer;

/**
 * All that a receiver is given.
 *
 * @param pipeline the pipeline's name, for client ids and subscriptions
 * @param options the keys of its section in the definition, defaults filled in; those below another as {@code jndi.factory}
 * @param sink where events go
 * @param validator what is wrong with an event
 * @param notices takes sentences worth a line: a connection lost, a sender pushed back
 */
public record ReceiverContext(
        String pipeline,
        Map<String, String> options,
        EventSink sink,
        EventValidator validator,
        Consumer<String> notices) {
    public ReceiverContext {
        options = Map.copyOf(options);
    }

    /** An option that the grammar requires or gives a default. */
    public String option(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new ReceiverException("Cannot receive for \"" + pipeline + "\": the option \"" + name
                    + "\" is missing; given are " + options.keySet() + ".");
        }
        return value;
    }

    public void notice(String message) {
        notices.accept(message);
    }
}
