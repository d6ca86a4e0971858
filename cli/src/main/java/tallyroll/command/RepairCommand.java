package tallyroll.command;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.control.Request;
import tallyroll.control.Request.Losses;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/** {@code tallyroll repair FILE}. */
@CommandLine.Command(
        name = "repair",
        description = "Verifies, then corrects exactly the rows that differ.",
        footer = {
            "",
            "Takes batch numbers in the pipeline's own log, so it cannot race the stream: a driver that runs is asked",
            "to do it between two batches of new events; where none runs it is done here. Ctrl-C stops looking on;",
            "the request stays, \"status\" shows it, and the next driver does it.",
            "",
            "Example:",
            "  ./tallyroll repair examples/flights.yaml --dry-run"
        })
public final class RepairCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Mixin
    private VerificationOptions options = new VerificationOptions();

    @Option(names = "--dry-run", description = "Only say what would be corrected.")
    private boolean dryRun;

    @Option(
            names = "--accept-loss",
            description = "Repair although the record has lost events: rows are lowered to what is left.")
    private boolean acceptLoss;

    @Override
    public int place() {
        return 70;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        TimeRange range = options.range();
        Pipeline pipeline = file.read(console);
        RequireRecord.require("repair", pipeline);
        return dryRun ? compared(console, pipeline, range) : corrected(console, pipeline, range);
    }

    private ExitCode compared(Console console, Pipeline pipeline, TimeRange range) {
        try (Verification verification = Verification.open(pipeline, options.master())) {
            VerificationReport proof = verification.compare(range.from(), range.until());
            options.print(console, proof);
            Messages.of(proof).forEach(console::note);
            return proof.right() ? ExitCode.RIGHT : ExitCode.DRIFT;
        }
    }

    private ExitCode corrected(Console console, Pipeline pipeline, TimeRange range) throws InterruptedException {
        Verification.requireTables("repair", pipeline);
        Request.Repair work =
                new Request.Repair(range.from(), range.until(), acceptLoss ? Losses.ACCEPT : Losses.REFUSE);
        RepairLines lines = new RepairLines(console, options);
        Request done = MaintenanceRun.carryOut(pipeline, work, options.master(), lines);
        if (!lines.right()) {
            return ExitCode.DRIFT;
        }
        if (done.progress().state() == Request.State.FAILED) {
            throw Failure.failed(done.progress().message());
        }
        return ExitCode.RIGHT;
    }
}
