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
import tallyroll.pipeline.Strategy.Keeping;
import tallyroll.pipeline.Strategy.Way;
import tallyroll.pipeline.Value.Scalar;
import tallyroll.pipeline.Value.Section;

/** Reads {@code strategy} and refuses what does not go together with it, each with the reason. */
final class StrategyReader {
    private static final Set<String> COUNTABLE = Set.of("count", "sum");
    private static final Duration LONGEST_COALESCE = Duration.ofSeconds(60);

    private final Section definition;
    private final Faults faults;

    StrategyReader(Section definition, Faults faults) {
        this.definition = definition;
        this.faults = faults;
    }

    /** The strategy written, or the one for the source; empty after a fault. */
    Optional<Strategy> read(Optional<Source> source) {
        Optional<Scalar> label = definition.scalar("strategy");
        Strategy byDefault = source.filter(Receiver.class::isInstance).isPresent()
                ? Strategy.IDEMPOTENT_WAL
                : Strategy.IDEMPOTENT_DIRECT;
        Optional<Strategy> strategy = definition.states("strategy")
                ? label.map(Scalar::text).flatMap(Strategy::labelled)
                : Optional.of(byDefault);
        strategy.ifPresent(known -> {
            source.ifPresent(in -> goesWith(known, in));
            keys(known);
        });
        return strategy;
    }

    private void goesWith(Strategy strategy, Source source) {
        Scalar at = definition
                .scalar("strategy")
                .orElse(new Scalar(definition.placeOf("strategy"), strategy.label(), strategy.label()));
        if (strategy.way() == Way.DIRECT && source instanceof Receiver receiver) {
            faults.add(
                    at,
                    "reads ranges of a Kafka topic, and the source is " + receiver.kind()
                            + ", which cannot be read a second time",
                    "write " + Strategy.of(strategy.keeping(), Way.WAL).label() + ", or let the source be kafka");
        } else if (strategy.way() != Way.DIRECT && strategy.streaming() && source instanceof Kafka) {
            faults.add(
                    at,
                    "puts a receiver before a Kafka topic, which is a log already: it could only lose events or write them twice",
                    "write " + Strategy.of(strategy.keeping(), Way.DIRECT).label());
        }
    }

    /** Keys that would do nothing are refused, so that nobody relies on them. */
    private void keys(Strategy strategy) {
        String label = strategy.label();
        if (!strategy.keeping().recorded()) {
            meaningless(definition, "record", label + " keeps no events, so there is no system of record");
            meaningless(definition, "grace", label + " settles nothing: it has no record to recount from");
            definition
                    .section("event")
                    .filter(event -> event.section("duplicates").isPresent())
                    .ifPresent(event -> faults.add(
                            event.placeOf("duplicates"),
                            "has no meaning: " + label + " keeps no earlier events to put a later revision in place of",
                            "write an idempotent strategy, or remove it"));
        }
        if (strategy.way() != Way.WAL) {
            definition
                    .section("source")
                    .ifPresent(source -> meaningless(source, "wal", label + " has no write-ahead log"));
        }
        if (strategy.keeping() != Keeping.COUNTERS) {
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
                        label + " cannot do it: a streaming task that fails is run again, increments and all",
                        "write strategy: counters, or at-least-once"));
        counters.ifPresent(keys -> meaningless(keys, "coalesce", label + " sends the increments of a batch together"));
    }

    private void meaningless(Section section, String key, String reason) {
        if (section.states(key)) {
            faults.add(section.placeOf(key), "has no meaning: " + reason, "remove it");
        }
    }

    /** A counter column can only be added to. */
    void measures(Strategy strategy, List<Rollup> rollups, EventSchema schema) {
        if (strategy.keeping() != Keeping.COUNTERS) {
            return;
        }
        for (Rollup rollup : rollups) {
            Optional<Section> written = definition
                    .section("rollups")
                    .flatMap(all -> all.section(rollup.name()))
                    .flatMap(one -> one.section("measures"));
            for (MeasureSpec measure : rollup.measures()) {
                if (!countable(measure, schema)) {
                    written.flatMap(all -> all.scalar(measure.name()))
                            .ifPresent(at -> faults.add(
                                    at,
                                    "cannot be kept by " + strategy.label()
                                            + ": a counter column can only be added to, so only count and sums of int and long fields can",
                                    "write "
                                            + Strategy.of(Keeping.AGGREGATES, strategy.way())
                                                    .label() + " or "
                                            + Strategy.of(Keeping.IDEMPOTENT, strategy.way())
                                                    .label()));
                }
            }
        }
    }

    private static boolean countable(MeasureSpec measure, EventSchema schema) {
        if (!COUNTABLE.contains(measure.function())) {
            return false;
        }
        int slot = measure.field().isEmpty() ? -1 : schema.slot(measure.field());
        Kind kind = slot < 0 ? Kind.INT : schema.field(slot).type().kind();
        return measure.function().equals("count") || kind == Kind.INT || kind == Kind.LONG;
    }

    /** How counters are incremented; right defaults where nothing is written. */
    Counting counting() {
        Optional<Section> counters = definition.section("counters");
        Optional<Scalar> coalesce = counters.flatMap(keys -> keys.scalar("coalesce"));
        Duration gathered = coalesce.map(Scalar::text).map(Scalars::duration).orElse(Duration.ofSeconds(1));
        if (gathered.compareTo(LONGEST_COALESCE) > 0) {
            coalesce.ifPresent(value -> faults.add(value, "is out of range: 0s to 60s", ""));
        }
        boolean once = counters.filter(keys -> "at-most-once".equals(keys.text("delivery")))
                .isPresent();
        return new Counting(once ? Delivery.AT_MOST_ONCE : Delivery.AT_LEAST_ONCE, gathered);
    }
}
