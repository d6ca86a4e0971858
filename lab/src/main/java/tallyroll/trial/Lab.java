package tallyroll.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.report.Fault;
import tallyroll.report.Part;
import tallyroll.report.StrategyReport;
import tallyroll.report.Trial;
import tallyroll.report.Undisturbed;
import tallyroll.report.Verdict;

/** Runs the trials of a plan, one after the other. One that goes wrong is reported as such and stops none of the others. */
final class Lab {
    private final Grounds grounds;
    private final Plan plan;
    private final Optional<Path> logs;
    private final Consumer<String> notes;
    private final Runnable step;
    private final List<Flight> flights;

    /**
     * @param logs where the logs of trials that went wrong are kept, if anywhere
     * @param notes takes a line a trial
     * @param step called when a trial is over
     */
    Lab(Grounds grounds, Plan plan, Optional<Path> logs, Consumer<String> notes, Runnable step) {
        this.grounds = grounds;
        this.plan = plan;
        this.logs = logs;
        this.notes = notes;
        this.step = step;
        flights = Workload.flights(plan.seed(), plan.events());
    }

    List<StrategyReport> run() {
        List<StrategyReport> reports = new ArrayList<>();
        for (Strategy strategy : plan.strategies()) {
            Undisturbed undisturbed = plan.undisturbed() ? undisturbed(strategy) : new Undisturbed.NotRun();
            List<Trial> trials = new ArrayList<>();
            for (Fault fault : plan.faults()) {
                Optional<Part> missing = Script.missing(strategy, fault);
                trials.add(missing.<Trial>map(part -> new Trial.NotApplicable(fault, part))
                        .orElseGet(() -> trial(strategy, fault)));
            }
            reports.add(new StrategyReport(strategy, undisturbed, trials));
        }
        return reports;
    }

    private Undisturbed undisturbed(Strategy strategy) {
        List<Flight> measured = Workload.flights(plan.seed(), plan.measuredEvents());
        String name = strategy.label() + " " + Plan.UNDISTURBED;
        long start = System.nanoTime();
        try (SpeedRun run = new SpeedRun(grounds, strategy, measured)) {
            Undisturbed.Measured result = keepingLogs(name, run.rig(), run::run);
            note(name, "%,.0f events/s".formatted(result.eventsPerSecond()), start);
            return result;
        } catch (Exception failed) {
            note(name, "failed: " + message(failed), start);
            return new Undisturbed.Failed(message(failed));
        } finally {
            step.run();
        }
    }

    private Trial trial(Strategy strategy, Fault fault) {
        String name = strategy.label() + " " + fault.label();
        long start = System.nanoTime();
        try (TrialRun run = new TrialRun(grounds, strategy, fault, flights)) {
            Trial.Measured result = keepingLogs(name, run.rig(), run::run);
            note(name, Verdict.of(result).title() + ", " + result.note(), start);
            return result;
        } catch (Exception failed) {
            note(name, "failed: " + message(failed), start);
            return new Trial.Failed(fault, message(failed));
        } finally {
            step.run();
        }
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private <T> T keepingLogs(String name, Rig rig, Work<T> work) throws Exception {
        try {
            return work.run();
        } catch (Exception failed) {
            keep(rig.directory(), name.replace(' ', '-'));
            throw failed;
        }
    }

    private void keep(Path directory, String name) throws IOException {
        if (logs.isEmpty()) {
            return;
        }
        Path kept = Files.createDirectories(logs.get().resolve(name));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.copy(log, kept.resolve(log.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void note(String name, String what, long start) {
        notes.accept("%s: %s (%.0f s)".formatted(name, what, (System.nanoTime() - start) / 1e9));
    }

    private static String message(Exception failed) {
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }
}
