package tallyroll.command;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.client.ClientRun;
import tallyroll.control.Books;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.PipelineRun;
import tallyroll.run.RunOptions;

/** {@code tallyroll run FILE}. */
@CommandLine.Command(
        name = "run",
        description = "Runs a pipeline: new events into the record and the summaries, until stopped.",
        footer = {
            "",
            "SIGTERM and Ctrl-C finish the batch in hand and stop; a second one stops at once. Started again, the",
            "pipeline goes on where it was, also after a crash.",
            "",
            "Example:",
            "  ./tallyroll run examples/flights.yaml --once"
        })
public final class RunCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Option(names = "--once", description = "Read all that is available now, settle what is due, then stop.")
    private boolean once;

    @Option(
            names = "--master",
            paramLabel = "URL",
            defaultValue = "",
            description = "The Spark master (default: all cores here).")
    private String master = "";

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How long a silent driver keeps others out, s (default: ${DEFAULT-VALUE}).")
    private int leaseSeconds = 15;

    @Option(
            names = "--trigger",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "The shortest time between batches, ms (default: ${DEFAULT-VALUE}).")
    private int triggerMillis = 1_000;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            defaultValue = ".tallyroll/checkpoints",
            description = "Where Spark keeps its checkpoints; they may be lost (default: ${DEFAULT-VALUE}).")
    private String checkpoint = ".tallyroll/checkpoints";

    @Option(
            names = "--receivers",
            paramLabel = "WHERE",
            defaultValue = "here",
            description =
                    "Strategies with a write-ahead log: run the receivers here, or let \"./tallyroll receive\" run them "
                            + "elsewhere (default: ${DEFAULT-VALUE}).")
    private RunOptions.Receivers receivers = RunOptions.Receivers.HERE;

    @Override
    public int place() {
        return 40;
    }

    @Override
    public ExitCode run(Console console) throws Exception {
        Pipeline pipeline = file.read(console);
        return pipeline.strategy().streaming() ? stream(console, pipeline) : count(console, pipeline);
    }

    /** Without Spark. */
    private ExitCode count(Console console, Pipeline pipeline) throws InterruptedException {
        ClientLines lines = new ClientLines(console);
        try (ClientRun run = ClientRun.open(pipeline, lines)) {
            Signals.onFirst(() -> {
                lines.notice("stopping when what was taken is counted");
                run.stop();
            });
            if (once) {
                run.runOnce();
            } else {
                run.run();
            }
            console.say(run.totals().message());
        }
        return ExitCode.RIGHT;
    }

    private ExitCode stream(Console console, Pipeline pipeline) throws InterruptedException {
        RunOptions options = new RunOptions(
                master,
                once ? RunOptions.Extent.ONCE : RunOptions.Extent.CONTINUOUS,
                Duration.ofSeconds(leaseSeconds),
                Duration.ofMillis(triggerMillis),
                receivers,
                console.directory().resolve(checkpoint).toString());
        RunLines lines = new RunLines(console);
        try (PipelineRun run = PipelineRun.open(pipeline, options, lines)) {
            Signals.onFirst(() -> {
                lines.log("stopping after the batch in hand");
                run.stop();
            });
            run.run();
        }
        Books books = lines.books();
        console.say("read %,d = %s %,d + duplicates %,d + dead letters %,d, in %,d batches; %,d rows written"
                .formatted(
                        books.read(),
                        pipeline.strategy().summaryMode().booked(),
                        books.recorded(),
                        books.duplicates(),
                        books.deadLetters(),
                        lines.batches(),
                        lines.rows()));
        return ExitCode.RIGHT;
    }
}
