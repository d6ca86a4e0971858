package tallyroll.pipeline;

import java.util.List;

/** The registry of summary modes: a new one is a class and a line here. */
public final class SummaryModes {
    public static final SummaryMode COUNTERS = new CountersMode();
    public static final SummaryMode PARTIALS = new PartialsMode();
    public static final SummaryMode TOTALS = new TotalsMode();

    private SummaryModes() {}

    /** All of them, in the order of the grid. */
    public static List<SummaryMode> all() {
        return List.of(COUNTERS, PARTIALS, TOTALS);
    }
}
