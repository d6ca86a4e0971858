package tallyroll.report;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallyroll.pipeline.Strategy;

/**
 * What was found of one strategy.
 *
 * @param trials at most one per kind of fault; those that were left out of the run are missing
 */
public record StrategyReport(Strategy strategy, Undisturbed undisturbed, List<Trial> trials) {
    public StrategyReport {
        trials = trials.stream().sorted(Comparator.comparing(Trial::fault)).toList();
        for (int i = 1; i < trials.size(); i++) {
            FaultKind fault = trials.get(i).fault();
            if (fault == trials.get(i - 1).fault()) {
                throw new IllegalArgumentException(
                        "%s has two trials of the fault %s".formatted(strategy.label(), fault.label()));
            }
        }
    }

    static StrategyReport empty(Strategy strategy) {
        return new StrategyReport(strategy, new Undisturbed.NotRun(), List.of());
    }

    /** The trial of a fault, if it was part of the run. */
    public Optional<Trial> of(FaultKind fault) {
        return trials.stream().filter(trial -> trial.fault() == fault).findFirst();
    }

    StrategyReport with(Undisturbed found) {
        return merge(new StrategyReport(strategy, found, List.of()));
    }

    StrategyReport with(Trial found) {
        return merge(new StrategyReport(strategy, new Undisturbed.NotRun(), List.of(found)));
    }

    StrategyReport merge(StrategyReport other) {
        Map<FaultKind, Trial> merged = new EnumMap<>(FaultKind.class);
        trials.forEach(trial -> merged.put(trial.fault(), trial));
        other.trials.forEach(trial -> merged.merge(trial.fault(), trial, this::known));
        return new StrategyReport(strategy, known(undisturbed, other.undisturbed), List.copyOf(merged.values()));
    }

    private Trial known(Trial one, Trial other) {
        if (one instanceof Trial.Failed || one.equals(other)) {
            return other;
        }
        if (other instanceof Trial.Failed) {
            return one;
        }
        throw contradiction(one.fault().label());
    }

    private Undisturbed known(Undisturbed one, Undisturbed other) {
        if (other instanceof Undisturbed.NotRun || one.equals(other)) {
            return one;
        }
        if (!(one instanceof Undisturbed.Measured)) {
            return other;
        }
        if (!(other instanceof Undisturbed.Measured)) {
            return one;
        }
        throw contradiction("undisturbed");
    }

    private IllegalArgumentException contradiction(String trial) {
        return new IllegalArgumentException(
                "both have a result of %s %s, and the results differ".formatted(strategy.label(), trial));
    }
}
