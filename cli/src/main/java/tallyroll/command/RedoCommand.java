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

/** {@code tallyroll redo FILE}. */
@CommandLine.Command(
        name = "redo",
        description = "Counts a range of event time again from the record, and replaces the rows that differ.",
        footer = {
            "",
            "Every recorded bucket of the range is recounted, of all rollups, without looking first whether it is wrong.",
            "Nothing is missing meanwhile, doing it twice changes nothing, and it runs beside the stream: a driver that",
            "runs is asked to do it between two batches of new events; where none runs it is done here. Ctrl-C stops",
            "looking on; the request stays, \"status\" shows it, and the next driver does it.",
            "",
            "Example:",
            "  ./tallyroll redo examples/flights.yaml --from 2001-01-05 --to 2001-01-06"
        })
public final class RedoCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "Start of the range, inclusive: an ISO date or instant, UTC.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            description = "End of the range, exclusive: an ISO date or instant, UTC.")
    private String to = "";

    @Option(
            names = "--accept-loss",
            description = "Recount although the record has lost events: rows are lowered to what is left.")
    private boolean acceptLoss;

    @Mixin
    private MasterOption spark = new MasterOption();

    @Override
    public int place() {
        return 71;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        TimeRange range = TimeRange.of(from, to);
        Pipeline pipeline = file.read(console);
        RequireRecord.require("redo", pipeline);
        Verification.requireTables("redo", pipeline);
        Request.Redo work = new Request.Redo(range.from(), range.until(), acceptLoss ? Losses.ACCEPT : Losses.REFUSE);
        Request done = MaintenanceRun.carryOut(pipeline, work, spark.master(), new RequestLines(console));
        if (done.progress().state() == Request.State.FAILED) {
            throw Failure.failed(done.progress().message());
        }
        return ExitCode.RIGHT;
    }
}
