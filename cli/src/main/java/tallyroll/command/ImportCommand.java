package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.control.Request;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;

/** {@code tallyroll import FILE EVENTS…}. */
@CommandLine.Command(
        name = "import",
        description = "Brings events from elsewhere into a pipeline, each of them once, however often it is done.",
        footer = {
            "",
            "EVENTS are files, directories or patterns such as 'old/*.ndjson.gz', here or on any Hadoop file system. A line is an event,",
            "also packed (.gz, .zst); rows of .parquet and .avro files are events of a pipeline whose format is json.",
            "Or a topic: kafka:TOPIC of the pipeline's own brokers, kafka://HOST:PORT/TOPIC of others; all of it, or what came in",
            "from --from until --until. Or a table of the pipeline's cluster: cassandra:KEYSPACE.TABLE.",
            "An event that the stream has, or that was imported before, changes nothing: it has the same id. Without an id in the",
            "definition it is known by its topic and offset, or by its file's name and its place there.",
            "Takes batch numbers in the pipeline's own log: a driver that runs does it between two batches of new events; where none",
            "runs it is done here. Ctrl-C stops looking on; the request stays, \"status\" shows it, and the next driver does it.",
            "",
            "Example:",
            "  ./tallyroll import examples/flights.yaml examples/flights.ndjson",
            "  ./tallyroll import examples/flights.yaml kafka:flights-old --from 2026-01-05 --until 2026-01-06"
        })
public final class ImportCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "EVENTS",
            description = "Files, directories or patterns; a topic; tables.")
    private List<String> events = new ArrayList<>();

    @Mixin
    private ImportOptions options = new ImportOptions();

    @Mixin
    private MasterOption spark = new MasterOption();

    @Override
    public int place() {
        return 74;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        options.check();
        Pipeline pipeline = file.read(console);
        RequireRecord.require("import into", pipeline);
        Verification.requireTables("import into", pipeline);
        Request.Import work = options.find(pipeline, console, events);
        Request done = MaintenanceRun.carryOut(pipeline, work, spark.master(), new RequestLines(console));
        if (done.progress().state() == Request.State.FAILED) {
            throw Failure.failed(done.progress().message());
        }
        return ExitCode.RIGHT;
    }
}
