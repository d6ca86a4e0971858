package tallyroll.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType.Kind;
import tallyroll.measure.MeasureSpec;
import tallyroll.pipeline.Pipeline.Counting;
import tallyroll.pipeline.Pipeline.Counting.Delivery;
import tallyroll.pipeline.Pipeline.Kafka;
import tallyroll.pipeline.Pipeline.Receiver;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.pipeline.Pipeline.Source;
import tallyroll.pipeline.Strategy.IngestionMode;
import tallyroll.pipeline.Strategy.SummaryMode;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code strategy} and refuses what does not go together with it, each with the reason. */
final class StrategyReader {
    private static final Set<Kind> WHOLE = Set.of(Kind.INT, Kind.LONG);
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
                : source.map(StrategyReader::byDefault);
        strategy.ifPresent(known -> {
            source.ifPresent(in -> goesWith(known, in));
            keys(known);
        });
        return strategy;
    }

    private static Strategy byDefault(Source source) {
        return source instanceof Kafka ? Strategy.IDEMPOTENT_DIRECT : Strategy.IDEMPOTENT_WAL;
    }

    private void goesWith(Strategy strategy, Source source) {
        Optional<Scalar> written = definition.scalar("strategy");
        if (strategy.ingestionMode() == IngestionMode.DIRECT && source instanceof Receiver receiver) {
            String rule = "reads ranges of a Kafka topic, and what came in by " + receiver.kind()
                    + " cannot be read a second time";
            String instead =
                    Strategy.of(strategy.summaryMode(), IngestionMode.WAL).label();
            written.ifPresent(label -> faults.add(label, rule, "write " + instead + ", or let the source be kafka"));
        } else if (strategy.ingestionMode() != IngestionMode.DIRECT
                && strategy.streaming()
                && source instanceof Kafka) {
            String rule = "puts a receiver before a Kafka topic, which is a log already: "
                    + "it could only lose events or write them twice";
            String instead =
                    Strategy.of(strategy.summaryMode(), IngestionMode.DIRECT).label();
            written.ifPresent(label -> faults.add(label, rule, "write " + instead));
        }
    }

    /** Keys that would do nothing are refused, so that nobody relies on them. */
    private void keys(Strategy strategy) {
        String label = strategy.label();
        if (!strategy.summaryMode().recorded()) {
            meaningless(definition, "record", label + " keeps no events, so there is no system of record");
            meaningless(definition, "grace", label + " settles nothing: it has no record to recount from");
            below("event", "duplicates", label + " keeps no earlier events to compare a later one with");
        }
        if (strategy.ingestionMode() != IngestionMode.WAL) {
            below("source", "wal", label + " has no write-ahead log");
        }
        if (strategy.summaryMode() != SummaryMode.COUNTERS) {
            meaningless(definition, "counters", label + " increments no counters");
        } else if (strategy.streaming()) {
            streamingCounters(label);
        }
    }

    private void streamingCounters(String label) {
        Optional<Section> counters = definition.section("counters");
        counters.flatMap(keys -> keys.scalar("delivery"))
                .filter(delivery -> "at-most-once".equals(delivery.text()))
                .ifPresent(delivery -> faults.add(
                        delivery,
                        "cannot be had from " + label
                                + ": a streaming task that fails is run again, increments and all",
                        "write at-least-once, or strategy: counters"));
        below("counters", "coalesce", label + " sends the increments of a batch together");
    }

    private void below(String section, String key, String reason) {
        definition.section(section).ifPresent(keys -> meaningless(keys, key, reason));
    }

    private void meaningless(Section section, String key, String reason) {
        if (section.states(key)) {
            faults.add(section.placeOf(key), "has no meaning: " + reason, "remove it");
        }
    }

    /** A counter column can only be added to. */
    void measures(Strategy strategy, Optional<Source> source, List<Rollup> rollups, EventSchema schema) {
        if (strategy.summaryMode() != SummaryMode.COUNTERS) {
            return;
        }
        IngestionMode ingestionMode =
                source.filter(Kafka.class::isInstance).isPresent() ? IngestionMode.DIRECT : strategy.ingestionMode();
        String instead = "write strategy: "
                + Strategy.of(SummaryMode.PARTIALS, ingestionMode).label() + " or "
                + Strategy.of(SummaryMode.TOTALS, ingestionMode).label();
        for (Rollup rollup : rollups) {
            for (MeasureSpec measure : rollup.measures()) {
                if (!countable(measure, schema)) {
                    written(rollup, measure)
                            .ifPresent(at -> faults.add(
                                    at,
                                    "cannot be kept by " + strategy.label()
                                            + ": a counter column can only be added to, which does for count and for sum of an int or long",
                                    instead));
                }
            }
        }
    }

    private Optional<Scalar> written(Rollup rollup, MeasureSpec measure) {
        return definition
                .section("rollups")
                .flatMap(rollups -> rollups.section(rollup.name()))
                .flatMap(keys -> keys.section("measures"))
                .flatMap(measures -> measures.scalar(measure.name()));
    }

    private static boolean countable(MeasureSpec measure, EventSchema schema) {
        int slot = schema.slot(measure.field());
        return switch (measure.function()) {
            case "count" -> true;
            // A field that is not there has its fault already.
            case "sum" -> slot < 0 || WHOLE.contains(schema.field(slot).type().kind());
            default -> false;
        };
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
