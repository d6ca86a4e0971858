package tallyroll.pipeline;

import java.util.Locale;

/** The nine systems of DESIGN §1 by name; which of them a version runs is for {@code check} to say. */
public enum Strategy {
    COUNTERS,
    COUNTERS_WAL,
    COUNTERS_DIRECT,
    AGGREGATES,
    AGGREGATES_WAL,
    AGGREGATES_DIRECT,
    IDEMPOTENT,
    IDEMPOTENT_WAL,
    IDEMPOTENT_DIRECT;

    /** As written in a definition: {@code idempotent-direct}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
