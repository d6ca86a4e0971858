package tallyroll.verify;

import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.Strategy.SummaryMode;

/** Only what was derived from a record can be proven, or corrected. */
public final class RequireRecord {
    private RequireRecord() {}

    /** @throws InvalidRequestException for a strategy that keeps no record, with what that means */
    public static void require(String verb, Pipeline pipeline) {
        Strategy strategy = pipeline.strategy();
        if (strategy.summaryMode().recorded()) {
            return;
        }
        String why = strategy.summaryMode() == SummaryMode.COUNTERS
                ? "it adds to counters and keeps neither the events nor which of them were added, so whether an increment"
                        + " was lost or done twice cannot be told from the table"
                : "it keeps the partial of each batch and not its events, so a batch that was read twice cannot be told from two";
        throw new InvalidRequestException("Cannot " + verb + " \"" + pipeline.name() + "\": strategy "
                + strategy.label()
                + " has no system of record to prove against: " + why + ". "
                + Strategy.of(SummaryMode.TOTALS, strategy.ingestionMode()).label()
                + " records the events first; docs/choosing.md compares them.");
    }
}
