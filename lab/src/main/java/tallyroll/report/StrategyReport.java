package tallyroll.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallyroll.pipeline.Strategy;

/**
 * What was found of one strategy.
 *
 * @param trials at most one per fault, in any order; faults that were left out of the run are missing
 */
public record StrategyReport(Strategy strategy, Undisturbed undisturbed, List<Trial> trials) {
    public StrategyReport {
        trials = List.copyOf(trials);
        Set<Fault> seen = EnumSet.noneOf(Fault.class);
        for (Trial trial : trials) {
            if (!seen.add(trial.fault())) {
                throw new IllegalArgumentException("%s has two trials of the fault %s"
                        .formatted(strategy.label(), trial.fault().label()));
            }
        }
    }

    /** The trial of a fault, if it was part of the run. */
    public Optional<Trial> of(Fault fault) {
        return trials.stream().filter(trial -> trial.fault() == fault).findFirst();
    }

    /** What the trial of a fault comes to. */
    public Verdict verdict(Fault fault) {
        return of(fault).map(Verdict::of).orElse(Verdict.NOT_RUN);
    }
}
