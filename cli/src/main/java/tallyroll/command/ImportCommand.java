package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.control.Request;
import tallyroll.importing.Files;
import tallyroll.importing.Import;
import tallyroll.importing.Origins;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;

/** {@code tallyroll import FILE EVENTS…}. */
@CommandLine.Command(
        name = "import",
        description = "Brings the events of files into a pipeline, each of them once, however often it is done.",
        footer = {
            "",
            "EVENTS are files, directories or patterns such as 'old/*.ndjson.gz', here or on any Hadoop file system. A line is an event,",
            "also packed (.gz, .zst); rows of .parquet and .avro files are events of a pipeline whose format is json.",
            "An event that the stream has, or that was imported before, changes nothing: it has the same id. Without an id in the",
            "definition it is known by its file's name and its place there.",
            "Takes batch numbers in the pipeline's own log: a driver that runs does it between two batches of new events; where none",
            "runs it is done here. Ctrl-C stops looking on; the request stays, \"status\" shows it, and the next driver does it.",
            "",
            "Example:",
            "  ./tallyroll import examples/flights.yaml examples/flights.ndjson"
        })
public final class ImportCommand implements Command {
    /** A request is one row of a table. */
    private static final int MAX_FILES = 2_000;

    @Mixin
    private DefinitionFile file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "EVENTS", description = "Files, directories or patterns.")
    private List<String> events = new ArrayList<>();

    @Option(
            names = "--as",
            paramLabel = "TOPIC",
            description = "Whose events they are, where the pipeline reads several topics: an id counts once a topic.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events a second at most (default: as fast as it goes).")
    private long rate;

    @Mixin
    private MasterOption spark = new MasterOption();

    @Override
    public int place() {
        return 74;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        if (rate < 0) {
            throw Failure.usage("Cannot use --rate " + rate + ": it is a number of events a second, 1 or more");
        }
        Pipeline pipeline = file.read(console);
        RequireRecord.require("import into", pipeline);
        String identified = Import.source(pipeline, source);
        List<Request.ImportedRange> files = Files.find(console.directory(), events);
        if (files.size() > MAX_FILES) {
            throw Failure.usage("Cannot import " + files.size() + " files at once: at most " + MAX_FILES
                    + ". Name some of them at a time");
        }
        Origins.of(pipeline).requireReadable(files);
        Verification.requireTables("import into", pipeline);
        long bytes = files.stream().mapToLong(Request.ImportedRange::until).sum();
        console.note("files: %,d, with %,d bytes".formatted(files.size(), bytes));
        Request.Import work = new Request.Import(files, identified, rate);
        Request done = MaintenanceRun.carryOut(pipeline, work, spark.master(), new RequestLines(console));
        if (done.progress().state() == Request.State.FAILED) {
            throw Failure.failed(done.progress().message());
        }
        return ExitCode.RIGHT;
    }
}
