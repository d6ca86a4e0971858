package tallyroll.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The nine systems of DESIGN §1: each is a cell of the grid {@link Way} × {@link Keeping}, and nothing else tells them apart. Code
 * asks for the axis it cares about, never for one of the nine.
 */
public enum Strategy {
    COUNTERS(Keeping.COUNTERS, Way.RECEIVER),
    COUNTERS_WAL(Keeping.COUNTERS, Way.WAL),
    COUNTERS_DIRECT(Keeping.COUNTERS, Way.DIRECT),
    AGGREGATES(Keeping.AGGREGATES, Way.RECEIVER),
    AGGREGATES_WAL(Keeping.AGGREGATES, Way.WAL),
    AGGREGATES_DIRECT(Keeping.AGGREGATES, Way.DIRECT),
    IDEMPOTENT(Keeping.IDEMPOTENT, Way.RECEIVER),
    IDEMPOTENT_WAL(Keeping.IDEMPOTENT, Way.WAL),
    IDEMPOTENT_DIRECT(Keeping.IDEMPOTENT, Way.DIRECT);

    /** How summaries are kept. */
    public enum Keeping {
        /** CQL counter columns by event-time bucket, {@code n = n + ?}. */
        COUNTERS,
        /** Each batch's partial is a row of its own, by the batch's processing time, written with plain {@code SET}. */
        AGGREGATES,
        /** Versioned totals by event-time bucket, derived from the system of record. */
        IDEMPOTENT;

        /** Whether raw events go to the system of record, so that totals can be recomputed. */
        public boolean recorded() {
            return this == IDEMPOTENT;
        }
    }

    /** How events come in. */
    public enum Way {
        /** A receiver whose events wait in memory; of {@code counters}, a plain client without Spark. */
        RECEIVER,
        /** A receiver that acknowledges once the event is in the write-ahead log. */
        WAL,
        /** Ranges of a Kafka topic. */
        DIRECT
    }

    private final Keeping keeping;
    private final Way way;

    Strategy(Keeping keeping, Way way) {
        this.keeping = keeping;
        this.way = way;
    }

    public Keeping keeping() {
        return keeping;
    }

    public Way way() {
        return way;
    }

    /** Whether Spark does the work; only {@code counters} goes without. */
    public boolean streaming() {
        return this != COUNTERS;
    }

    /** The cell of the grid. */
    public static Strategy of(Keeping keeping, Way way) {
        return Arrays.stream(values())
                .filter(one -> one.keeping == keeping && one.way == way)
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
