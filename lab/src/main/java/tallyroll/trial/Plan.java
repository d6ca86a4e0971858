package tallyroll.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Strategy;
import tallyroll.report.Fault;

/**
 * What a run of the lab is to try.
 *
 * @param undisturbed whether each strategy is also measured without a fault
 * @param events of each trial
 * @param measuredEvents of each undisturbed run
 */
record Plan(
        List<Strategy> strategies, boolean undisturbed, List<Fault> faults, int events, int measuredEvents, long seed) {
    /** What stands among the faults for none of them. */
    static final String UNDISTURBED = "undisturbed";

    private static final int FEWEST = 2_000;
    private static final int MAX = 50_000_000;

    Plan {
        strategies = List.copyOf(strategies);
        faults = List.copyOf(faults);
    }

    /** @param strategies labels, none for all; @param faults labels, none for all and undisturbed */
    static Plan of(List<String> strategies, List<String> faults, int events, int measuredEvents, long seed) {
        List<String> labels = new ArrayList<>(faults);
        boolean undisturbed = labels.removeIf(UNDISTURBED::equals) || faults.isEmpty();
        List<Fault> chosen = chosen(
                "--faults",
                labels,
                Fault.values(),
                Fault::label,
                UNDISTURBED + ", " + labels(Fault.values(), Fault::label));
        return new Plan(
                strategies.isEmpty()
                        ? List.of(Strategy.values())
                        : chosen(
                                "--strategies",
                                strategies,
                                Strategy.values(),
                                Strategy::label,
                                labels(Strategy.values(), Strategy::label)),
                undisturbed,
                faults.isEmpty() ? List.of(Fault.values()) : chosen,
                between("--events", events),
                between("--measured-events", measuredEvents),
                seed);
    }

    /** Trials and undisturbed runs that can be run. */
    int size() {
        int size = 0;
        for (Strategy strategy : strategies) {
            size += undisturbed ? 1 : 0;
            size += (int) faults.stream()
                    .filter(fault -> Script.missing(strategy, fault).isEmpty())
                    .count();
        }
        return size;
    }

    private static <T> List<T> chosen(
            String option, List<String> labels, T[] known, Function<T, String> label, String all) {
        List<T> chosen = new ArrayList<>();
        for (String one : labels) {
            Optional<T> found = Arrays.stream(known)
                    .filter(candidate -> label.apply(candidate).equals(one))
                    .findFirst();
            chosen.add(found.orElseThrow(() -> new Failure(
                    ExitCode.USAGE, "Cannot take %s \"%s\": it is none of %s.".formatted(option, one, all))));
        }
        return chosen.stream().distinct().sorted().toList();
    }

    private static <T> String labels(T[] known, Function<T, String> label) {
        return String.join(", ", Arrays.stream(known).map(label).toList());
    }

    private static int between(String option, int events) {
        if (events < FEWEST || events > MAX) {
            throw new Failure(
                    ExitCode.USAGE,
                    "Cannot take %s %d: it is from %d, so that each batch has events of each group, to %d."
                            .formatted(option, events, FEWEST, MAX));
        }
        return events;
    }
}
