package tallyroll.run;

import java.util.Optional;
import java.util.function.Consumer;
import tallyroll.control.PipelineState;
import tallyroll.control.SourceIdentities;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.Pipeline;
import tallyroll.source.SourceBinding;

/** The engine's half of an ingestion mode: how events that come in that way are bound to a driver, read by tasks and counted. */
interface Ingestion {
    /** The half that definitions and people know. */
    IngestionMode mode();

    /**
     * The source of a driver, not begun.
     *
     * @throws tallyroll.pipeline.InvalidRequestException where it cannot be run as the options say
     */
    SourceBinding open(Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices);

    /** How tasks open the ranges that a driver has claimed which has ended. */
    SourceOpener opener(Pipeline pipeline);

    /** What the source is now, with a connection to it that is to be closed; nothing of it is read or begun. Empty for one that keeps nothing. */
    Optional<Identity> identity(Pipeline pipeline);

    /** What the sources are, and what has to be closed after asking for it. */
    record Identity(SourceIdentities sources, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    /**
     * What is not read yet, in words.
     *
     * @param state which says how far it was read
     * @throws tallyroll.source.SourceException where the source cannot say
     */
    String lag(Pipeline pipeline, PipelineState state);
}
