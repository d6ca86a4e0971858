package tallyroll.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tallyroll.event.EventSchema;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Pipeline.Counting;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code strategy} and refuses what does not go together with it, each with the reason that its modes give. */
final class StrategyReader {
    private static final Duration LONGEST_COALESCE = Duration.ofSeconds(60);

    private final Section definition;
    private final DefinitionErrors faults;

    StrategyReader(Section definition, DefinitionErrors faults) {
        this.definition = definition;
        this.faults = faults;
    }

    /** The strategy written, or the one for the source; empty after a fault that leaves none. */
    Optional<Strategy> read(Optional<Source> source) {
        Optional<Strategy> strategy = definition.states("strategy")
                ? definition.scalar("strategy").map(Scalar::text).flatMap(Strategy::labelled)
                : source.map(Strategy::forSource);
        strategy.ifPresent(known -> {
            source.ifPresent(in -> goesWith(known, in));
            source.filter(in -> !known.streaming()).ifPresent(this::oneTopic);
            known.summaryMode().keyRules(known).forEach(this::apply);
            known.ingestionMode().keyRules(known).forEach(this::apply);
        });
        return strategy;
    }

    private void goesWith(Strategy strategy, Source source) {
        if (strategy.streaming() && !strategy.ingestionMode().reads(source)) {
            String instead = strategy.with(IngestionModes.forSource(source)).label();
            apply(strategy.ingestionMode().refusal(source, instead));
        }
    }

    /** A client without Spark is a member of a group of one topic. */
    private void oneTopic(Source source) {
        if (source instanceof Kafka kafka && !kafka.topics().one()) {
            definition
                    .section("source")
                    .flatMap(keys -> keys.section(SourceGrammar.KAFKA))
                    .ifPresent(keys -> faults.add(
                            keys.placeOf(kafka.topics().pattern().isEmpty() ? "topics" : "pattern"),
                            "cannot be read with strategy: counters, whose clients read one topic",
                            "write topic: and a definition for each, or strategy: counters-direct"));
        }
    }

    private void apply(KeyRule rule) {
        Optional<Section> section =
                rule.section().isEmpty() ? Optional.of(definition) : definition.section(rule.section());
        section.filter(keys -> keys.states(rule.key())).ifPresent(keys -> apply(rule, keys));
    }

    private void apply(KeyRule rule, Section keys) {
        if (rule.aboutKey()) {
            faults.add(keys.placeOf(rule.key()), rule.rule(), rule.suggestion());
        } else {
            keys.scalar(rule.key())
                    .filter(written -> rule.refuses(written.text()))
                    .ifPresent(written -> faults.add(written, rule.rule(), rule.suggestion()));
        }
    }

    /** Refuses the measures that the strategy cannot keep. */
    void measures(Strategy strategy, Optional<Source> source, List<Rollup> rollups, EventSchema schema) {
        for (Rollup rollup : rollups) {
            if (!rollup.keep().isZero() && !strategy.summaryMode().rowsExpire()) {
                rollup(rollup)
                        .ifPresent(keys -> faults.add(
                                keys.placeOf("keep"),
                                "cannot be had from " + strategy.label() + ": CQL counters have no time to live",
                                "remove it"));
            }
            for (MeasureSpec measure : rollup.measures()) {
                if (!strategy.summaryMode().keeps(measure, schema)) {
                    String rule = "cannot be kept by " + strategy.label() + ": "
                            + strategy.summaryMode().measureRule();
                    written(rollup, measure)
                            .ifPresent(at -> faults.add(at, rule, instead(strategy, source, measure, schema)));
                }
            }
        }
    }

    private static String instead(Strategy strategy, Optional<Source> source, MeasureSpec measure, EventSchema schema) {
        Strategy fitting = source.filter(in -> !strategy.ingestionMode().reads(in))
                .map(in -> strategy.with(IngestionModes.forSource(in)))
                .orElse(strategy);
        return "write strategy: "
                + SummaryModes.all().stream()
                        .filter(mode -> mode.keeps(measure, schema))
                        .map(mode -> fitting.with(mode).label())
                        .collect(Collectors.joining(" or "));
    }

    private Optional<Scalar> written(Rollup rollup, MeasureSpec measure) {
        return rollup(rollup)
                .flatMap(keys -> keys.section("measures"))
                .flatMap(measures -> measures.scalar(measure.name()));
    }

    private Optional<Section> rollup(Rollup rollup) {
        return definition.section("rollups").flatMap(rollups -> rollups.section(rollup.name()));
    }

    /** How counters are incremented; right defaults where nothing is written. */
    Counting counting() {
        Section counters = definition.section("counters").orElse(Section.none(Place.TOP));
        Optional<Scalar> coalesce = counters.scalar("coalesce");
        Duration gathered = coalesce.map(Scalar::text).map(Scalars::duration).orElse(LONGEST_COALESCE);
        if (gathered.compareTo(LONGEST_COALESCE) > 0) {
            coalesce.ifPresent(value -> faults.add(value, "is out of range: 0s to 60s", ""));
        }
        boolean once = "at-most-once".equals(counters.text("delivery"));
        return new Counting(once ? Delivery.AT_MOST_ONCE : Delivery.AT_LEAST_ONCE, gathered);
    }
}
