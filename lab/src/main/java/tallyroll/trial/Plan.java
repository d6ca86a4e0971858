package tallyroll.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.LabReport;
import tallyroll.report.LabRun;
import tallyroll.report.Trial;
import tallyroll.report.Undisturbed;

/**
 * The trials that a run of the lab is asked for.
 *
 * @param undisturbed whether each strategy is also measured without a fault
 * @param events of each trial
 * @param measuredEvents of each undisturbed run
 */
record Plan(
        List<Strategy> strategies,
        boolean undisturbed,
        List<FaultKind> faults,
        int events,
        int measuredEvents,
        long seed) {
    /** Stands among the faults for a run without one. */
    static final String UNDISTURBED = "undisturbed";

    private static final int MIN_EVENTS = 2_000;
    private static final int MAX_EVENTS = 50_000_000;

    Plan {
        strategies = List.copyOf(strategies);
        faults = List.copyOf(faults);
    }

    /** @param strategies labels, none for all; @param faults labels, none for all and undisturbed */
    static Plan of(List<String> strategies, List<String> faults, int events, int measuredEvents, long seed) {
        List<String> labels = new ArrayList<>(faults);
        boolean undisturbed = labels.removeIf(UNDISTURBED::equals) || faults.isEmpty();
        List<FaultKind> chosen = chosen(
                "--faults",
                labels,
                List.of(FaultKind.values()),
                FaultKind::label,
                UNDISTURBED + ", " + labels(List.of(FaultKind.values()), FaultKind::label));
        return new Plan(
                strategies.isEmpty()
                        ? Strategy.all()
                        : chosen(
                                "--strategies",
                                strategies,
                                Strategy.all(),
                                Strategy::label,
                                labels(Strategy.all(), Strategy::label)),
                undisturbed,
                faults.isEmpty() ? List.of(FaultKind.values()) : chosen,
                between("--events", events),
                between("--measured-events", measuredEvents),
                seed);
    }

    /** Trials and undisturbed runs that a report does not have yet. */
    int remaining(LabReport report) {
        int remaining = 0;
        for (Strategy strategy : strategies) {
            remaining += undisturbed && !isMeasured(report, strategy) ? 1 : 0;
            remaining += (int) faults.stream()
                    .filter(fault -> !isKnown(report, strategy, fault))
                    .count();
        }
        return remaining;
    }

    /** Whether the trials of an earlier run had the same events as those of this plan. */
    boolean hasEventsOf(LabRun run) {
        return run.seed() == seed && run.measuredEvents() == measuredEvents && run.trialEvents() == events;
    }

    static boolean isMeasured(LabReport report, Strategy strategy) {
        return report.of(strategy)
                .filter(found -> found.undisturbed() instanceof Undisturbed.Measured)
                .isPresent();
    }

    /** Whether the trial of a fault was run and did not fail, or cannot be run. */
    static boolean isKnown(LabReport report, Strategy strategy, FaultKind fault) {
        return report.of(strategy)
                .flatMap(found -> found.of(fault))
                .filter(trial -> !(trial instanceof Trial.Failed))
                .isPresent();
    }

    private static <T> List<T> chosen(
            String option, List<String> labels, List<T> known, Function<T, String> label, String all) {
        List<T> chosen = new ArrayList<>();
        for (String one : labels) {
            Optional<T> found = known.stream()
                    .filter(candidate -> label.apply(candidate).equals(one))
                    .findFirst();
            chosen.add(found.orElseThrow(() -> new Failure(
                    ExitCode.USAGE, "Cannot use %s \"%s\": unknown; choose from %s.".formatted(option, one, all))));
        }
        return known.stream().filter(chosen::contains).toList();
    }

    private static <T> String labels(List<T> known, Function<T, String> label) {
        return String.join(", ", known.stream().map(label).toList());
    }

    private static int between(String option, int events) {
        if (events < MIN_EVENTS || events > MAX_EVENTS) {
            throw new Failure(
                    ExitCode.USAGE,
                    "Cannot use %s %d: it must be at least %d, so that each batch has events of each group, and at most %d."
                            .formatted(option, events, MIN_EVENTS, MAX_EVENTS));
        }
        return events;
    }
}
