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
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Progress;
import tallyroll.report.LabReport;
import tallyroll.report.LabRun;
import tallyroll.report.Machine;
import tallyroll.report.ReportJson;
import tallyroll.report.ReportPage;
import tallyroll.report.ReportTables;
import tallyroll.report.Trial;
import tallyroll.report.Undisturbed;

/** {@code lab}: what each strategy really delivers. */
@CommandLine.Command(
        name = "lab",
        description = "Tries strategies on the same events, undisturbed and under faults, and compares the totals.",
        footer = {
            "",
            "Starts a broker and a node of its own, and gives each trial its own keyspace and processes. Each is",
            "judged by totals computed from the events that were sent. A full run takes most of an hour, a single",
            "trial half a minute. Needs Linux (/proc, kill). Exits with 0 if every trial could be run, whatever it",
            "found.",
            "",
            "With --out, report.json is rewritten after each trial, so that a run cut short keeps what it has;",
            "--resume continues it. --merge and --page run nothing.",
            "",
            "Strategies: counters, aggregates, idempotent, each alone, with -wal and with -direct.",
            "Faults: undisturbed, driver-killed, task-retried, cassandra-paused, receiver-killed,",
            "cassandra-restarted, kafka-restarted, duplicates, late-burst, lost-then-replayed, replayed.",
            "",
            "Example:",
            "  ./tallyroll lab --strategies idempotent-direct --faults driver-killed,duplicates --out target/lab",
            "  ./tallyroll lab --merge monday/report.json tuesday/report.json --out target/lab",
            "  ./tallyroll lab --page docs/lab/report.json"
        })
public final class LabCommand implements Command {
    private static final int MEASURED_TIMES = 10;
    private static final String JSON = "report.json";
    private static final String PAGE = "report.html";

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
            description = "What the events are generated from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write report.json, report.html, and the logs of trials that failed.")
    private Path out;

    @Option(
            names = "--resume",
            description =
                    "Keep what the report.json in --out has of the same events, and run what it lacks or what failed.")
    private boolean resume;

    @Option(
            names = "--merge",
            arity = "2..*",
            paramLabel = "REPORT",
            description = "Put the report.json files of several runs together into --out.")
    private List<Path> merge = List.of();

    @Option(
            names = "--page",
            paramLabel = "REPORT",
            description = "Make report.html of a report.json, beside it or in --out.")
    private Path page;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 145;
    }

    @Override
    public ExitCode run(Console console) throws Exception {
        if (out == null && (resume || !merge.isEmpty())) {
            throw Failure.usage("Cannot %s: --out DIR is missing, where %s."
                    .formatted(
                            resume ? "resume" : "merge",
                            resume ? "the report.json to continue is" : "the merged report goes"));
        }
        Optional<Path> directory = Optional.ofNullable(out).map(console.directory()::resolve);
        if (directory.isPresent()) {
            Files.createDirectories(directory.get());
        }
        if (page != null) {
            return writePage(console, directory);
        }
        LabReport report = merge.isEmpty() ? runTrials(console, directory) : merged(console);
        console.print(format.format(), ReportTables.of(report));
        if (directory.isPresent()) {
            ReportJson.write(report, directory.get().resolve(JSON));
            ReportPage.write(report, directory.get().resolve(PAGE));
            console.note("wrote %s and %s to %s".formatted(JSON, PAGE, directory.get()));
        }
        return allRan(report) ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private ExitCode writePage(Console console, Optional<Path> directory) throws IOException {
        Path json = console.directory().resolve(page);
        Path html = directory.orElse(json.toAbsolutePath().getParent()).resolve(PAGE);
        ReportPage.write(ReportJson.read(json), html);
        console.note("wrote " + html);
        return ExitCode.RIGHT;
    }

    private LabReport merged(Console console) {
        List<LabReport> reports = new ArrayList<>();
        for (Path one : merge) {
            reports.add(ReportJson.read(console.directory().resolve(one)));
        }
        try {
            return LabReport.merge(reports);
        } catch (IllegalArgumentException contradiction) {
            throw Failure.usage("Cannot merge %s: %s. Leave that trial out of all reports but one."
                    .formatted(merge, contradiction.getMessage()));
        }
    }

    private LabReport runTrials(Console console, Optional<Path> directory) throws IOException {
        int measured = measuredEvents == null ? Math.multiplyExact(events, MEASURED_TIMES) : measuredEvents;
        Plan plan = Plan.of(strategies, faults, events, measured, seed);
        Optional<LabReport> earlier = earlier(directory, plan);
        Instant start = Instant.now();
        console.note("starting a broker and a node of the lab's own …");
        try (LabEnvironment environment = LabEnvironment.open()) {
            LabRun run = labRun(plan, start, environment);
            LabReport begun = earlier.map(report -> report.continuedBy(run)).orElseGet(() -> LabReport.begun(run));
            try (Progress progress = console.progress("trying", "trials", Math.max(1, plan.remaining(begun)))) {
                Optional<Path> logs = directory.map(to -> to.resolve("logs"));
                Following following = new Following(console, progress, directory, start);
                return following.now(new Lab(environment, plan, begun, logs, following).run());
            }
        }
    }

    /** Shows how far the lab is, and saves each trial when it is over. */
    private record Following(Console console, Progress progress, Optional<Path> directory, Instant start)
            implements Lab.Listener {
        @Override
        public void note(String line) {
            console.note(line);
        }

        @Override
        public void trialEnded(LabReport soFar) throws IOException {
            if (directory.isPresent()) {
                ReportJson.write(now(soFar), directory.get().resolve(JSON));
            }
            progress.step(1);
        }

        LabReport now(LabReport report) {
            return report.lasting(Duration.between(start, Instant.now()).toMillis() / 1_000.0);
        }
    }

    /** The report that this run continues, if it is to continue one. */
    private Optional<LabReport> earlier(Optional<Path> directory, Plan plan) {
        Optional<Path> file = directory.map(one -> one.resolve(JSON)).filter(json -> resume && Files.exists(json));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        LabReport report = ReportJson.read(file.get());
        for (LabRun run : report.runs()) {
            if (!plan.hasEventsOf(run)) {
                throw Failure.usage(
                        "Cannot resume %s: it was made with --events %d --measured-events %d --seed %d. Use the same, or another --out."
                                .formatted(file.get(), run.trialEvents(), run.measuredEvents(), run.seed()));
            }
        }
        return Optional.of(report);
    }

    private LabRun labRun(Plan plan, Instant start, LabEnvironment environment) {
        return new LabRun(
                command(plan),
                plan.seed(),
                plan.measuredEvents(),
                plan.events(),
                start,
                0,
                Machine.here(),
                versions(environment),
                List.of(
                        "The sender runs on the same machine and is not counted.",
                        "Totals are first compared before any settling; settling then begins with a restart of the pipeline, whose start-up is part of the time until all is right."));
    }

    private static LabRun.Versions versions(LabEnvironment environment) {
        String own = LabCommand.class.getPackage().getImplementationVersion();
        return new LabRun.Versions(
                own == null ? "built from classes" : own,
                package$.MODULE$.SPARK_VERSION(),
                environment.kafka().version(),
                environment.cassandra().version());
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

    private static boolean allRan(LabReport report) {
        return report.trials().noneMatch(Trial.Failed.class::isInstance)
                && report.strategies().stream().noneMatch(one -> one.undisturbed() instanceof Undisturbed.Failed);
    }
}
