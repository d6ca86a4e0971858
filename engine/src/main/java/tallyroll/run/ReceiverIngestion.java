package tallyroll.run;

import java.util.Optional;
import java.util.function.Consumer;
import tallyroll.buffer.BufferBinding;
import tallyroll.control.PipelineState;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.RunOptions.Extent;
import tallyroll.source.SourceBinding;

/** What a receiver in the driver holds in memory: no other process can read it, and there is no end to it. */
final class ReceiverIngestion implements Ingestion {
    @Override
    public IngestionMode mode() {
        return IngestionModes.RECEIVER;
    }

    @Override
    public SourceBinding open(
            Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices) {
        if (options.extent() == Extent.ONCE) {
            throw new InvalidRequestException("Cannot run \"" + pipeline.name() + "\" once: strategy "
                    + pipeline.strategy().label() + " takes events from a "
                    + pipeline.receiver().kind()
                    + " receiver, which has no end. Run it without --once and stop it with SIGTERM or Ctrl-C; it drains"
                    + " what is in memory first.");
        }
        return new BufferBinding(pipeline, expressions, notices);
    }

    @Override
    public SourceOpener opener(Pipeline pipeline) {
        return BufferBinding.gone();
    }

    @Override
    public Optional<Identity> identity(Pipeline pipeline) {
        return Optional.empty();
    }

    @Override
    public String lag(Pipeline pipeline, PipelineState state) {
        return "only the driver knows what waits in its memory";
    }
}
