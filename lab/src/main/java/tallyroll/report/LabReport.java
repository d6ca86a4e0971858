package tallyroll.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tallyroll.pipeline.Strategy;

/**
 * What one run of the lab found, or several runs put together.
 *
 * @param runs at least one, in the order in which they began
 * @param strategies each at most once; those that were left out of every run are missing
 */
public record LabReport(List<LabRun> runs, List<StrategyReport> strategies) {
    public LabReport {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a report has at least one run");
        }
        runs = runs.stream().sorted(Comparator.comparing(LabRun::start)).toList();
        strategies = strategies.stream()
                .sorted(Comparator.comparing(StrategyReport::strategy))
                .toList();
        for (int i = 1; i < strategies.size(); i++) {
            Strategy strategy = strategies.get(i).strategy();
            if (strategy.equals(strategies.get(i - 1).strategy())) {
                throw new IllegalArgumentException(
                        "a report has each strategy once, but has %s twice".formatted(strategy.label()));
            }
        }
    }

    /** A run that has found nothing yet. */
    public static LabReport begun(LabRun run) {
        return new LabReport(List.of(run), List.of());
    }

    /** What was found of a strategy, if it was part of a run. */
    public Optional<StrategyReport> of(Strategy strategy) {
        return strategies.stream()
                .filter(one -> one.strategy().equals(strategy))
                .findFirst();
    }

    /** Every trial of every strategy. */
    public Stream<Trial> trials() {
        return strategies.stream().flatMap(one -> one.trials().stream());
    }

    /** This report and one more run, which has found nothing yet. */
    public LabReport continuedBy(LabRun run) {
        return new LabReport(Stream.concat(runs.stream(), Stream.of(run)).toList(), strategies);
    }

    /** This report with the duration of its newest run so far. */
    public LabReport lasting(double seconds) {
        List<LabRun> changed = new ArrayList<>(runs);
        changed.add(changed.remove(changed.size() - 1).lasting(seconds));
        return new LabReport(changed, strategies);
    }

    /** This report with what a strategy does undisturbed. */
    public LabReport with(Strategy strategy, Undisturbed undisturbed) {
        return changed(strategy, report -> report.with(undisturbed));
    }

    /** This report with one more trial; in place of one that failed, if there is one. */
    public LabReport with(Strategy strategy, Trial trial) {
        return changed(strategy, report -> report.with(trial));
    }

    private LabReport changed(Strategy strategy, UnaryOperator<StrategyReport> change) {
        StrategyReport old = of(strategy).orElseGet(() -> StrategyReport.empty(strategy));
        List<StrategyReport> changed = new ArrayList<>(strategies);
        changed.remove(old);
        changed.add(change.apply(old));
        return new LabReport(runs, changed);
    }

    /**
     * One report of several. What failed or was left out in one is taken from another.
     *
     * @throws IllegalArgumentException if two reports have different results of the same trial
     */
    public static LabReport merge(Collection<LabReport> reports) {
        Map<Strategy, StrategyReport> strategies = new TreeMap<>();
        for (LabReport report : reports) {
            report.strategies.forEach(one -> strategies.merge(one.strategy(), one, StrategyReport::merge));
        }
        return new LabReport(
                reports.stream().flatMap(one -> one.runs.stream()).distinct().toList(),
                List.copyOf(strategies.values()));
    }
}
