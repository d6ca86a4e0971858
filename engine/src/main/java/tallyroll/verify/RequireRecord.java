package tallyroll.verify;

import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;

/** Only what was derived from a record can be proven, or corrected. */
public final class RequireRecord {
    private RequireRecord() {}

    /** @throws InvalidRequestException for a strategy that keeps no record, with what that means */
    public static void require(String verb, Pipeline pipeline) {
        Strategy strategy = pipeline.strategy();
        strategy.summaryMode().unverifiable().ifPresent(why -> {
            throw new InvalidRequestException("Cannot " + verb + " \"" + pipeline.name() + "\": strategy "
                    + strategy.label()
                    + " has no system of record to prove against: " + why + ". "
                    + strategy.verifiable().label()
                    + " records the events first; docs/choosing.md compares them.");
        });
    }
}
