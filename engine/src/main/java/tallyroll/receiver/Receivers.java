package tallyroll.receiver;

import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Consumer;
import tallyroll.event.Expressions;
import tallyroll.pipeline.Pipeline;

/** Opens the receiver that a definition names. */
public final class Receivers {
    private Receivers() {}

    /**
     * A receiver that has not begun.
     *
     * @throws ReceiverException when there is no provider of that kind, or it refuses
     */
    public static Receiver open(Pipeline pipeline, Expressions expressions, EventSink sink, Consumer<String> notices) {
        Pipeline.Receiver source = pipeline.receiver();
        EventValidator validator = new EventValidator(pipeline.event(), source.kind(), expressions);
        ReceiverContext context = new ReceiverContext(pipeline.name(), source.options(), sink, validator, notices);
        TreeSet<String> kinds = new TreeSet<>();
        for (ReceiverProvider provider : ServiceLoader.load(ReceiverProvider.class, Receivers.class.getClassLoader())) {
            if (provider.kind().equals(source.kind())) {
                return provider.open(context);
            }
            kinds.add(provider.kind());
        }
        throw new ReceiverException("Cannot receive for \"" + pipeline.name() + "\": there is no receiver of kind \""
                + source.kind() + "\"; on the class path are " + kinds
                + ". Put the jar with its tallyroll.receiver.ReceiverProvider there.");
    }
}
