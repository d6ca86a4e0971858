package tallyroll.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.LabReport;
import tallyroll.report.Trial;
import tallyroll.report.Undisturbed;
import tallyroll.report.Verdict;

/** Runs the trials of a plan, one after the other. One that fails is reported as failed and stops none of the others. */
final class Lab {
    private final LabEnvironment environment;
    private final Plan plan;
    private final Optional<Path> logs;
    private final Listener listener;
    private final List<Flight> flights;
    private LabReport report;

    /** Follows a lab. */
    interface Listener {
        /** One line about a trial that is over. */
        void note(String line);

        /** One more trial is over; the report has it, and all before it. */
        void trialEnded(LabReport soFar) throws IOException;
    }

    /**
     * @param report what has been found before; trials that it has are not run again, unless they failed
     * @param logs where the logs of failed trials are kept, if anywhere
     */
    Lab(LabEnvironment environment, Plan plan, LabReport report, Optional<Path> logs, Listener listener) {
        this.environment = environment;
        this.plan = plan;
        this.report = report;
        this.logs = logs;
        this.listener = listener;
        flights = Workload.flights(plan.seed(), plan.events());
    }

    LabReport run() throws IOException {
        for (Strategy strategy : plan.strategies()) {
            if (plan.undisturbed() && !Plan.isMeasured(report, strategy)) {
                report = report.with(strategy, undisturbed(strategy));
                listener.trialEnded(report);
            }
            for (FaultKind fault : plan.faults()) {
                if (!Plan.isKnown(report, strategy, fault)) {
                    report = report.with(strategy, trial(strategy, fault));
                    listener.trialEnded(report);
                }
            }
        }
        return report;
    }

    private Undisturbed undisturbed(Strategy strategy) {
        List<Flight> measured = Workload.flights(plan.seed(), plan.measuredEvents());
        String name = strategy.label() + " " + Plan.UNDISTURBED;
        long start = System.nanoTime();
        try (SpeedRun run = new SpeedRun(environment, strategy, measured)) {
            Undisturbed.Measured result = keepingLogs(name, run.harness(), run::run);
            note(name, "%,.0f events/s".formatted(result.eventsPerSecond()), start);
            return result;
        } catch (Exception failed) {
            note(name, "failed: " + message(failed), start);
            return new Undisturbed.Failed(message(failed));
        }
    }

    private Trial trial(Strategy strategy, FaultKind fault) {
        return FaultScenario.of(fault)
                .missing(strategy)
                .<Trial>map(part -> new Trial.NotApplicable(fault, part))
                .orElseGet(() -> tried(strategy, fault));
    }

    private Trial tried(Strategy strategy, FaultKind fault) {
        String name = strategy.label() + " " + fault.label();
        long start = System.nanoTime();
        try (TrialRun run = new TrialRun(environment, strategy, fault, flights)) {
            Trial.Measured result = keepingLogs(name, run.harness(), run::run);
            note(name, Verdict.of(result).title() + ", " + result.note(), start);
            return result;
        } catch (Exception failed) {
            note(name, "failed: " + message(failed), start);
            return new Trial.Failed(fault, message(failed));
        }
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private <T> T keepingLogs(String name, TestHarness harness, Work<T> work) throws Exception {
        try {
            return work.run();
        } catch (Exception failed) {
            if (logs.isPresent()) {
                copyLogs(harness.directory(), Files.createDirectories(logs.get().resolve(name.replace(' ', '-'))));
            }
            throw failed;
        }
    }

    private static void copyLogs(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void note(String name, String what, long start) {
        listener.note("%s: %s (%.0f s)".formatted(name, what, (System.nanoTime() - start) / 1e9));
    }

    private static String message(Exception failed) {
        return failed.getMessage() == null ? failed.toString() : failed.getMessage();
    }
}
