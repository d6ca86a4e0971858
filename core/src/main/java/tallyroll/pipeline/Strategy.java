package tallyroll.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The nine systems of DESIGN §1: each is a cell of the grid {@link IngestionMode} × {@link SummaryMode}, and nothing else tells them apart. Code
 * asks for the axis it cares about, never for one of the nine.
 */
public enum Strategy {
    COUNTERS(SummaryMode.COUNTERS, IngestionMode.RECEIVER),
    COUNTERS_WAL(SummaryMode.COUNTERS, IngestionMode.WAL),
    COUNTERS_DIRECT(SummaryMode.COUNTERS, IngestionMode.DIRECT),
    AGGREGATES(SummaryMode.PARTIALS, IngestionMode.RECEIVER),
    AGGREGATES_WAL(SummaryMode.PARTIALS, IngestionMode.WAL),
    AGGREGATES_DIRECT(SummaryMode.PARTIALS, IngestionMode.DIRECT),
    IDEMPOTENT(SummaryMode.TOTALS, IngestionMode.RECEIVER),
    IDEMPOTENT_WAL(SummaryMode.TOTALS, IngestionMode.WAL),
    IDEMPOTENT_DIRECT(SummaryMode.TOTALS, IngestionMode.DIRECT);

    /** How summaries are kept. */
    public enum SummaryMode {
        /** CQL counter columns by event-time bucket, {@code n = n + ?}. */
        COUNTERS,
        /** Each batch's partial is a row of its own, by the batch's processing time, written with plain {@code SET}. */
        PARTIALS,
        /** Versioned totals by event-time bucket, derived from the system of record. */
        TOTALS;

        /** Whether raw events go to the system of record, so that totals can be recomputed. */
        public boolean recorded() {
            return this == TOTALS;
        }

        /** As strategies are named after it: {@code counters}, {@code aggregates} or {@code idempotent}. */
        public String label() {
            return switch (this) {
                case COUNTERS -> "counters";
                case PARTIALS -> "aggregates";
                case TOTALS -> "idempotent";
            };
        }
    }

    /** How events come in. */
    public enum IngestionMode {
        /** A receiver whose events wait in memory; of {@code counters}, a plain client without Spark. */
        RECEIVER,
        /** A receiver that acknowledges once the event is in the write-ahead log. */
        WAL,
        /** Ranges of a Kafka topic. */
        DIRECT
    }

    private final SummaryMode summaryMode;
    private final IngestionMode ingestionMode;

    Strategy(SummaryMode summaryMode, IngestionMode ingestionMode) {
        this.summaryMode = summaryMode;
        this.ingestionMode = ingestionMode;
    }

    public SummaryMode summaryMode() {
        return summaryMode;
    }

    public IngestionMode ingestionMode() {
        return ingestionMode;
    }

    /** Whether Spark does the work; only {@code counters} goes without. */
    public boolean streaming() {
        return this != COUNTERS;
    }

    /** The cell of the grid. */
    public static Strategy of(SummaryMode summaryMode, IngestionMode ingestionMode) {
        return Arrays.stream(values())
                .filter(one -> one.summaryMode == summaryMode && one.ingestionMode == ingestionMode)
                .findFirst()
                .orElseThrow();
    }

    /** The strategy of a label, if there is one. */
    public static Optional<Strategy> labelled(String label) {
        return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
    }

    /** As written in a definition: {@code idempotent-direct}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
