package tallyroll.run;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.source.SourceBinding;

/** The registry of ingestion modes in the engine: a new mode is a class and a line here. */
public final class SourceFactory {
    private static final Map<IngestionMode, Ingestion> BY_MODE = Stream.of(
                    new ReceiverIngestion(), new WalIngestion(), new DirectIngestion())
            .collect(Collectors.toUnmodifiableMap(Ingestion::mode, ingestion -> ingestion));

    private SourceFactory() {}

    /** The source of a driver, not begun. */
    static SourceBinding open(
            Pipeline pipeline, Expressions expressions, RunOptions options, Consumer<String> notices) {
        return of(pipeline.strategy()).open(pipeline, expressions, options, notices);
    }

    /** How tasks open the ranges that an ended driver has claimed. */
    public static Function<IngestClaim, SourceOpener> openers(Pipeline pipeline) {
        SourceOpener opener = of(pipeline.strategy()).opener(pipeline);
        return claim -> opener;
    }

    /** What is not read yet, in words. */
    public static String lag(Pipeline pipeline, PipelineState state) {
        return of(pipeline.strategy())
                .lag(pipeline, state.positions(pipeline.source().name()));
    }

    static Ingestion of(Strategy strategy) {
        return BY_MODE.get(strategy.ingestionMode());
    }
}
