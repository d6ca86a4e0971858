package tallyroll.report;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallyroll.pipeline.Strategy;

/**
 * What one run of the lab found.
 *
 * @param strategies in any order; those that were left out of the run are missing
 */
public record LabReport(LabRun run, List<StrategyReport> strategies) {
    public LabReport {
        strategies = List.copyOf(strategies);
        Set<Strategy> seen = new HashSet<>();
        for (StrategyReport one : strategies) {
            if (!seen.add(one.strategy())) {
                throw new IllegalArgumentException("a report holds each strategy once, but %s twice"
                        .formatted(one.strategy().label()));
            }
        }
    }

    /** What was found of a strategy, if it was part of the run. */
    public Optional<StrategyReport> of(Strategy strategy) {
        return strategies.stream().filter(one -> one.strategy() == strategy).findFirst();
    }
}
