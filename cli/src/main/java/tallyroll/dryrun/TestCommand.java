package tallyroll.dryrun;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.expression.SparkExpressions;
import tallyroll.file.EventFile;
import tallyroll.flow.DryRun;
import tallyroll.flow.TaskPlan;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/** {@code tallyroll test FILE EVENTS…}. */
@CommandLine.Command(
        name = "test",
        description =
                "Shows what a definition makes of events: fields, buckets, groups, rejects, totals. No server is needed.",
        footer = {
            "",
            "EVENTS are files of one event a line; of JSON also one array, or objects over several lines; of a binary format one event",
            "a file. Without any, or with -, they are read from standard input.",
            "",
            "Exit code 0, also where events are rejected, unless --fail-on-rejects. With --expect 1 where the result is another",
            "than the file says, with the difference on standard error; --write-expected writes that file.",
            "",
            "Example:",
            "  ./tallyroll test examples/flights.yaml examples/flights.ndjson",
            "  ./tallyroll test examples/flights.yaml examples/flights.ndjson --expect examples/flights.expected.json"
        })
public final class TestCommand implements Command {
    /** Accumulators that are held before they are packed up. */
    private static final int MAX_ACCUMULATORS = 100_000;

    @Mixin
    private DefinitionFile file;

    @Parameters(index = "1..*", paramLabel = "EVENTS", description = "Files of events; - is standard input.")
    private List<String> inputs = new ArrayList<>();

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Show at most so many events and rejects (default: ${DEFAULT-VALUE}); totals and counts are of all.")
    private int max = 100;

    @Option(
            names = "--now",
            paramLabel = "TIME",
            defaultValue = "",
            description =
                    "The instant that the bounds of plausible event times begin from, such as 2026-05-01T00:00:00Z (default: now).")
    private String now = "";

    @Option(names = "--fail-on-rejects", description = "Exit code 1 where an event is rejected.")
    private boolean failOnRejects;

    @Option(
            names = "--expect",
            paramLabel = "JSON",
            defaultValue = "",
            description = "Compare the result with this file, and print it only where it is another.")
    private String expected = "";

    @Option(
            names = "--write-expected",
            paramLabel = "JSON",
            defaultValue = "",
            description = "Write the result to this file, for --expect.")
    private String written = "";

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 32;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        if (!expected.isEmpty() && !written.isEmpty()) {
            throw Failure.usage("Cannot use --expect and --write-expected together: one reads what the other writes.");
        }
        if (max < 0) {
            throw Failure.usage("Cannot show " + max + " events: --max is 0 or more");
        }
        Pipeline pipeline = file.read(console);
        TaskPlan plan = TaskPlan.of(pipeline, SparkExpressions.of(pipeline), MAX_ACCUMULATORS);
        DryRun run = new DryRun(plan, pipeline.source().name(), nowMicros());
        Findings findings = new Findings(pipeline, run, max);
        for (String input : inputs.isEmpty() ? List.of("-") : inputs) {
            read(input, pipeline, findings, console);
        }
        findings.finish();
        if (!expected.isEmpty() || !written.isEmpty()) {
            return golden(findings, console);
        }
        console.print(format.format(), findings.tables());
        if (format.format() == Format.TABLE) {
            findings.remarks().forEach(console::note);
        }
        return failOnRejects && findings.rejected() > 0 ? ExitCode.FAILED : ExitCode.RIGHT;
    }

    private ExitCode golden(Findings findings, Console console) throws IOException {
        if (!written.isEmpty()) {
            Files.writeString(
                    console.directory().resolve(written), findings.golden().text());
            console.note("wrote " + written + ": compare with it by --expect " + written);
            return ExitCode.RIGHT;
        }
        List<String> difference =
                Golden.read(console.directory().resolve(expected), expected).difference(findings.golden());
        if (difference.isEmpty()) {
            console.say(findings.summary() + ", as " + expected + " says");
            return failOnRejects && findings.rejected() > 0 ? ExitCode.FAILED : ExitCode.RIGHT;
        }
        console.note("The result is another than " + expected + " says (- expected, + got):");
        difference.forEach(console::note);
        console.note("If it is right as it is now: --write-expected " + expected);
        return ExitCode.FAILED;
    }

    private void read(String input, Pipeline pipeline, Findings findings, Console console) throws IOException {
        String name = input.equals("-") ? "standard input" : input;
        EventFile events = new EventFile(
                name,
                EventFile.Layout.of(pipeline.event().format().label()),
                pipeline.event().maxBytes());
        try (InputStream in =
                input.equals("-") ? System.in : open(console.directory().resolve(input), input)) {
            events.read(in, (value, place) -> {
                findings.take(value, name.equals(input) ? input + ", " + place : place);
                return true;
            });
        }
    }

    private static InputStream open(Path path, String written) throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(path));
        } catch (NoSuchFileException missing) {
            throw Failure.usage("Cannot read the events \"" + written + "\": there is no such file");
        }
    }

    private long nowMicros() {
        try {
            return Micros.of(now.isEmpty() ? InstantSource.system().instant() : Instant.parse(now));
        } catch (DateTimeException | ArithmeticException wrong) {
            throw Failure.usage("Cannot read --now " + now + ": write an instant such as 2026-05-01T00:00:00Z");
        }
    }
}
