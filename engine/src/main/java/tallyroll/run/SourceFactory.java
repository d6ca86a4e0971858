package tallyroll.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.control.Replacement;
import tallyroll.control.SourceIdentities;
import tallyroll.control.SourceIdentity;
import tallyroll.event.Expressions;
import tallyroll.flow.SourceOpener;
import tallyroll.importing.ImportOpener;
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
        return ImportOpener.besides(pipeline, claim -> opener);
    }

    /** What is not read yet, in words; of a source that is not the one that was read, what happened to it. */
    public static String lag(Pipeline pipeline, PipelineState state) {
        return replaced(pipeline, state)
                .map(replaced -> "unknown: " + replaced + "; \"./tallyroll run\" says more")
                .orElseGet(() -> of(pipeline.strategy()).lag(pipeline, state));
    }

    /** What happened to the first of the sources that is not the one that was read. */
    private static Optional<String> replaced(Pipeline pipeline, PipelineState state) {
        return asked(pipeline, all -> {
                    Map<String, ? extends SourceIdentity> sources = all.sources(state.seen());
                    return sources.entrySet().stream()
                            .flatMap(source -> Replacement.of(state, source.getKey(), source.getValue()).stream()
                                    .map(replacement -> (sources.size() > 1 ? "\"" + source.getKey() + "\": " : "")
                                            + replacement.what()))
                            .findFirst();
                })
                .flatMap(first -> first);
    }

    /** What the source answers; empty for one that keeps nothing. */
    private static <T> Optional<T> asked(Pipeline pipeline, Function<SourceIdentities, T> question) {
        return identity(pipeline).map(identity -> {
            try (identity) {
                return question.apply(identity.sources());
            }
        });
    }

    /** What people should know of the source before it is read, a sentence each. */
    public static List<String> remarks(Pipeline pipeline) {
        return asked(pipeline, all -> all.sources(Set.of()).values().stream()
                        .flatMap(source -> source.remarks().stream())
                        .toList())
                .orElse(List.of());
    }

    /** What the source is now, with a connection to it; empty for one that keeps nothing. */
    static Optional<Ingestion.Identity> identity(Pipeline pipeline) {
        return of(pipeline.strategy()).identity(pipeline);
    }

    static Ingestion of(Strategy strategy) {
        return BY_MODE.get(strategy.ingestionMode());
    }
}
