package tallyroll.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.package$;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Progress;
import tallyroll.report.LabReport;
import tallyroll.report.LabRun;
import tallyroll.report.Machine;
import tallyroll.report.ReportJson;
import tallyroll.report.ReportPage;
import tallyroll.report.ReportTables;
import tallyroll.report.StrategyReport;
import tallyroll.report.Trial;
import tallyroll.report.Undisturbed;

/** {@code lab}: what each strategy really delivers. */
@CommandLine.Command(
        name = "lab",
        description = "Tries strategies on the same events, undisturbed and under faults, and compares the totals.",
        footer = {
            "",
            "Starts a broker and a node of its own, and gives each trial its own keyspace and processes. Each is",
            "judged by totals computed from the events that were sent. All of it takes most of an hour; a chosen",
            "trial half a minute. Needs Linux (/proc, kill). Exits with 0 if every trial could be run, whatever it",
            "found.",
            "",
            "Strategies: counters, aggregates, idempotent, each alone, with -wal and with -direct.",
            "Faults: undisturbed, driver-killed, task-retried, cassandra-paused, receiver-killed,",
            "cassandra-restarted, kafka-restarted, duplicates, late-burst, lost-then-replayed, replayed.",
            "",
            "Example:",
            "  ./tallyroll lab --strategies idempotent-direct --faults driver-killed,duplicates --out target/lab"
        })
public final class LabCommand implements Command {
    private static final int MEASURED_TIMES = 10;

    @Option(
            names = "--strategies",
            split = ",",
            paramLabel = "LABEL",
            description = "Which strategies (default: all nine).")
    private List<String> strategies = List.of();

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "LABEL",
            description = "Which faults; \"undisturbed\" measures without one (default: all of them).")
    private List<String> faults = List.of();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Events of each trial (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--measured-events",
            paramLabel = "N",
            description = "Events of each undisturbed run (default: ten times as many).")
    private Integer measuredEvents;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What the events are made from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write report.json, report.html, and the logs of trials that went wrong.")
    private Path out;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 145;
    }

    @Override
    public ExitCode run(Console console) throws Exception {
        int measured = measuredEvents == null ? Math.multiplyExact(events, MEASURED_TIMES) : measuredEvents;
        Plan plan = Plan.of(strategies, faults, events, measured, seed);
        Optional<Path> directory = Optional.ofNullable(out).map(console.directory()::resolve);
        if (directory.isPresent()) {
            Files.createDirectories(directory.get());
        }
        Instant start = Instant.now();
        LabReport report = report(console, plan, directory, start);
        console.print(format.format(), ReportTables.of(report));
        if (directory.isPresent()) {
            write(console, report, directory.get());
        }
        return allRan(report) ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private LabReport report(Console console, Plan plan, Optional<Path> directory, Instant start) {
        console.note("starting a broker and a node of the lab's own …");
        try (Grounds grounds = Grounds.open();
                Progress progress = console.progress("trying", "trials", Math.max(1, plan.size()))) {
            Lab lab = new Lab(
                    grounds, plan, directory.map(to -> to.resolve("logs")), console::note, () -> progress.step(1));
            List<StrategyReport> found = lab.run();
            double seconds = Duration.between(start, Instant.now()).toMillis() / 1_000.0;
            LabRun run = new LabRun(
                    command(plan),
                    plan.seed(),
                    plan.measuredEvents(),
                    start,
                    seconds,
                    Machine.here(),
                    versions(grounds),
                    List.of(
                            "Each trial under a fault had %,d events.".formatted(plan.events()),
                            "The sender runs on the same machine and is not counted.",
                            "Totals are first looked at before any settling; settling then begins with a restart of the pipeline, whose start-up is part of the time until all is right."));
            return new LabReport(run, found);
        }
    }

    private static LabRun.Versions versions(Grounds grounds) {
        String own = LabCommand.class.getPackage().getImplementationVersion();
        return new LabRun.Versions(
                own == null ? "built from classes" : own,
                package$.MODULE$.SPARK_VERSION(),
                grounds.kafka().version(),
                grounds.cassandra().version());
    }

    private String command(Plan plan) {
        List<String> words = new ArrayList<>(List.of("./tallyroll lab"));
        if (!strategies.isEmpty()) {
            words.add("--strategies " + String.join(",", strategies));
        }
        if (!faults.isEmpty()) {
            words.add("--faults " + String.join(",", faults));
        }
        words.add("--events " + plan.events());
        if (measuredEvents != null) {
            words.add("--measured-events " + measuredEvents);
        }
        words.add("--seed " + plan.seed());
        return String.join(" ", words);
    }

    private static void write(Console console, LabReport report, Path directory) throws IOException {
        ReportJson.write(report, directory.resolve("report.json"));
        ReportPage.write(report, directory.resolve("report.html"));
        console.note("wrote report.json and report.html to " + directory);
    }

    private static boolean allRan(LabReport report) {
        return report.strategies().stream()
                .noneMatch(one -> one.undisturbed() instanceof Undisturbed.Failed
                        || one.trials().stream().anyMatch(Trial.Failed.class::isInstance));
    }
}
