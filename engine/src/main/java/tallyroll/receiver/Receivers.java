package tallyroll.receiver;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import tallyroll.event.Expressions;
import tallyroll.pipeline.AcceptanceRules;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.SourceKind;
import tallyroll.time.Micros;

/** Opens the receiver that a definition names. */
public final class Receivers {
    private Receivers() {}

    /**
     * A receiver that has not started.
     *
     * @throws ReceiverException when there is no provider of that kind, or it refuses
     */
    public static Receiver open(Pipeline pipeline, Expressions expressions, EventSink sink, Consumer<String> notices) {
        Pipeline.Receiver source = pipeline.receiver();
        List<SourceKind> kinds = SourceKind.onClassPath();
        ReceiverProvider provider = kinds.stream()
                .filter(kind ->
                        kind.name().equals(source.kind()) && source.settings().isChecked())
                .filter(ReceiverProvider.class::isInstance)
                .map(ReceiverProvider.class::cast)
                .findFirst()
                .orElseThrow(() -> new ReceiverException("Cannot receive for \"" + pipeline.name()
                        + "\": there was no receiver of kind \"" + source.kind()
                        + "\" on the class path when the definition was read; now there are "
                        + kinds.stream().map(SourceKind::name).sorted().toList()
                        + ". Put the jar that names one in META-INF/services/tallyroll.pipeline.SourceKind there."));
        AcceptanceRules rules = AcceptanceRules.of(pipeline);
        InstantSource clock = InstantSource.system();
        EventValidator validator = new EventValidator(
                pipeline.event(), source.kind(), expressions, () -> rules.ofNewEvents(() -> Micros.now(clock)));
        EventSink kept =
                pipeline.event().keptBeside().contains(ReceiptTimeSink.NAME) ? new ReceiptTimeSink(sink, clock) : sink;
        return provider.open(new ReceiverContext(pipeline.name(), source.settings(), kept, validator, notices));
    }
}
