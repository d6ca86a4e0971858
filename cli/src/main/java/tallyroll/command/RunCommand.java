package tallyroll.command;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.pipeline.Pipeline;
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

    @Mixin
    private MasterOption spark = new MasterOption();

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

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description =
                    "How long to wait for Cassandra or the broker when they are away, such as 30s, 10m, 2h or for-ever"
                            + " (default: for-ever; with --once 20s).")
    private Duration patience;

    @Option(
            names = "--standby",
            description = "Wait, however long, until the driver that runs the pipeline now ends, then take over.")
    private boolean standby;

    @Override
    public int place() {
        return 40;
    }

    @Override
    public ExitCode run(Console console) throws Exception {
        Pipeline pipeline = file.read(console);
        RunOptions.Extent extent = once ? RunOptions.Extent.ONCE : RunOptions.Extent.CONTINUOUS;
        RunOptions options = new RunOptions(
                spark.master(),
                extent,
                Duration.ofSeconds(leaseSeconds),
                Duration.ofMillis(triggerMillis),
                receivers,
                patience == null ? extent.patience() : patience,
                standby ? RunOptions.Role.STANDBY : RunOptions.Role.DRIVER,
                console.directory().resolve(checkpoint).toString());
        Worker.of(pipeline).run(console, options);
        return ExitCode.RIGHT;
    }
}
