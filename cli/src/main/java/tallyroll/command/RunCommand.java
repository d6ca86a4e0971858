package tallyroll.command;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.batch.BackfillOrder;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.Backfill;
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

    @Option(
            names = "--backfill",
            paramLabel = "FIRST",
            defaultValue = "newest",
            description = "Which rows are made again first when the definition changed: newest or oldest"
                    + " (default: ${DEFAULT-VALUE}).")
    private BackfillOrder backfill = BackfillOrder.NEWEST;

    @Option(
            names = "--backfill-share",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description =
                    "The part of the time that may go to it while new events wait, 1 to 90 %% (default: ${DEFAULT-VALUE}).")
    private int backfillShare = 20;

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
                backfill(),
                console.directory().resolve(checkpoint).toString());
        Worker.of(pipeline).run(console, options);
        return ExitCode.RIGHT;
    }

    private Backfill backfill() {
        if (backfillShare < 1 || backfillShare > 90) {
            throw Failure.usage("Cannot give " + backfillShare
                    + " % of the time to making rows again: --backfill-share is 1 to 90, so that both go on");
        }
        return new Backfill(backfill, backfillShare / 100.0);
    }
}
