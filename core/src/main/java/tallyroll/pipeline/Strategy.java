package tallyroll.pipeline;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a pipeline works: one cell of the grid {@link SummaryMode} × {@link IngestionMode}, and nothing else tells strategies apart.
 * Whatever depends on one axis is asked of that axis.
 */
public record Strategy(SummaryMode summaryMode, IngestionMode ingestionMode)
        implements Comparable<Strategy>, Serializable {
    public static final Strategy COUNTERS = new Strategy(SummaryModes.COUNTERS, IngestionModes.RECEIVER);
    public static final Strategy COUNTERS_WAL = new Strategy(SummaryModes.COUNTERS, IngestionModes.WAL);
    public static final Strategy COUNTERS_DIRECT = new Strategy(SummaryModes.COUNTERS, IngestionModes.DIRECT);
    public static final Strategy AGGREGATES = new Strategy(SummaryModes.PARTIALS, IngestionModes.RECEIVER);
    public static final Strategy AGGREGATES_WAL = new Strategy(SummaryModes.PARTIALS, IngestionModes.WAL);
    public static final Strategy AGGREGATES_DIRECT = new Strategy(SummaryModes.PARTIALS, IngestionModes.DIRECT);
    public static final Strategy IDEMPOTENT = new Strategy(SummaryModes.TOTALS, IngestionModes.RECEIVER);
    public static final Strategy IDEMPOTENT_WAL = new Strategy(SummaryModes.TOTALS, IngestionModes.WAL);
    public static final Strategy IDEMPOTENT_DIRECT = new Strategy(SummaryModes.TOTALS, IngestionModes.DIRECT);

    private static final Comparator<Strategy> BY_CELL =
            Comparator.comparingInt(Strategy::cell).thenComparing(Strategy::label);

    private static final List<Strategy> ALL = SummaryModes.all().stream()
            .flatMap(summary -> IngestionModes.all().stream().map(ingestion -> new Strategy(summary, ingestion)))
            .toList();

    /** Every cell of the grid, row by row. */
    public static List<Strategy> all() {
        return ALL;
    }

    /** The strategy of a label, if there is one. */
    public static Optional<Strategy> labelled(String label) {
        return ALL.stream().filter(one -> one.label().equals(label)).findFirst();
    }

    /** The strategy of a source whose definition names none: totals, by the first ingestion mode that reads it. */
    static Strategy forSource(Pipeline.Source source) {
        return new Strategy(SummaryModes.TOTALS, IngestionModes.forSource(source));
    }

    /** As written in a definition: {@code idempotent-direct}. */
    public String label() {
        return summaryMode.label() + ingestionMode.suffix();
    }

    /** Whether Spark does the work; only where both axes can do without it, a plain client does. */
    public boolean streaming() {
        return !(summaryMode.withoutSpark() && ingestionMode.withoutSpark());
    }

    /** Whether anybody should choose it; what is not recommended is in the grid to be explained and measured. */
    public boolean recommended() {
        return summaryMode.recommended(streaming());
    }

    /** What else to write, for summaries that can be verified: the same ingestion, over a record. */
    public Strategy verifiable() {
        return SummaryModes.all().stream()
                .filter(mode -> mode.unverifiable().isEmpty())
                .findFirst()
                .map(this::with)
                .orElseThrow();
    }

    Strategy with(SummaryMode other) {
        return new Strategy(other, ingestionMode);
    }

    Strategy with(IngestionMode other) {
        return new Strategy(summaryMode, other);
    }

    /** In the order of the grid. */
    @Override
    public int compareTo(Strategy other) {
        return BY_CELL.compare(this, other);
    }

    private int cell() {
        return ALL.indexOf(this);
    }

    @Override
    public String toString() {
        return label();
    }
}
