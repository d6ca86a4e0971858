package tallyroll.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Progress;
import tallyroll.cli.Table;
import tallyroll.control.PipelineState;
import tallyroll.control.Request;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.TaskPlan;
import tallyroll.importing.Corrections;
import tallyroll.importing.Corrections.Wanted;
import tallyroll.importing.Corrections.Why;
import tallyroll.importing.Corrections.Worked;
import tallyroll.importing.Import;
import tallyroll.importing.VoidIds;
import tallyroll.pipeline.Pipeline;
import tallyroll.process.ProcessName;
import tallyroll.run.MaintenanceRun;
import tallyroll.store.Stores;
import tallyroll.time.Micros;
import tallyroll.verify.RequireRecord;
import tallyroll.verify.Verification;

/** {@code tallyroll correct FILE}. */
@CommandLine.Command(
        name = "correct",
        description = "Takes events out of all totals, by their ids, with a reason that stays in the record.",
        footer = {
            "",
            "A line of IDS is an id, and perhaps the event's time behind a comma: then only its bucket is looked into, not the whole",
            "record. An id of several fields is CSV, or a JSON object with their names. Without event.id it is PARTITION,OFFSET.",
            "Nothing is deleted: an entry in the record says that the id counts nowhere, why, when and by whom. That is final: no copy",
            "and no later revision counts again. Doing it twice changes nothing. An id that is nowhere is named, with exit code 1.",
            "A driver that runs does it between two batches of new events; where none runs it is done here. Ctrl-C stops looking on.",
            "",
            "Example:",
            "  ./tallyroll correct examples/flights.yaml --id AA-2 --reason INC-42",
            "  ./tallyroll correct examples/flights.yaml --list"
        })
public final class CorrectCommand implements Command {
    private static final long MAX_BYTES = 64L << 20;
    private static final int MAX_IDS = 100_000;
    private static final int MAX_REASON = 1_000;
    /** Of those that are nowhere, how many are named. */
    private static final int NAMED = 20;

    @Mixin
    private DefinitionFile file;

    @Option(names = "--void", paramLabel = "IDS", description = "A file of ids, one a line.")
    private Optional<Path> ids = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "An id, as a line of IDS; as often as needed.")
    private List<String> single = new ArrayList<>();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, with the ticket's number: it stays.")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "TOPIC",
            description = "Whose ids they are, where the pipeline reads several topics.")
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--in-advance",
            description = "Also ids that are not there yet, each with its time: their events will not count.")
    private boolean inAdvance;

    @Option(names = "--list", description = "Show what was taken out, why, when and by whom.")
    private boolean list;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private MasterOption spark = new MasterOption();

    @Override
    public int place() {
        return 76;
    }

    @Override
    public ExitCode run(Console console) throws InterruptedException {
        if (list == (ids.isPresent() || !single.isEmpty())) {
            throw Failure.usage("Cannot correct: name ids with --void IDS or --id ID, or write --list");
        }
        Pipeline pipeline = file.read(console);
        RequireRecord.require("correct", pipeline);
        Verification.requireTables("correct", pipeline);
        return list ? listed(console, pipeline) : corrected(console, pipeline);
    }

    private ExitCode corrected(Console console, Pipeline pipeline) throws InterruptedException {
        Why why = new Why(reason(), by(), Micros.wholeMillis(Micros.of(Instant.now())), inAdvance);
        String base = Import.source(pipeline, source);
        Stores stores = Stores.reading(pipeline);
        PipelineState state = stores.control()
                .read(pipeline.name())
                .orElseThrow(() -> Failure.failed("Cannot correct \"" + pipeline.name() + "\": it has not run yet"));
        List<Wanted> wanted = wanted(console, pipeline, state.source(base).name(base));
        Corrections corrections = new Corrections(
                TaskPlan.of(pipeline, SparkExpressions.of(pipeline), 1), stores.record(), state.forgotten());
        Worked worked;
        try (Progress progress = console.progress(
                "looking for them", "record buckets", corrections.buckets().size())) {
            worked = corrections.work(wanted, why, progress::step);
        }
        for (Request.Import work : Corrections.requests(worked.entries(), base)) {
            Request done = MaintenanceRun.carryOut(pipeline, work, spark.master(), new RequestLines(console));
            if (done.progress().state() == Request.State.FAILED) {
                throw Failure.failed(done.progress().message());
            }
        }
        return said(console, worked);
    }

    private String reason() {
        return reason.map(String::strip)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_REASON)
                .orElseThrow(() -> Failure.usage("Cannot correct without a reason: write --reason \"…\", of at most "
                        + MAX_REASON + " characters; it is what others will read"));
    }

    private static String by() {
        return System.getProperty("user.name", "unknown") + ", " + ProcessName.ours();
    }

    private List<Wanted> wanted(Console console, Pipeline pipeline, String identified) {
        VoidIds reader = new VoidIds(pipeline, identified);
        List<Wanted> wanted = new ArrayList<>();
        single.forEach(id -> wanted.add(reader.read(id, "--id " + id)));
        ids.ifPresent(path -> {
            int number = 0;
            for (String line : lines(console, path)) {
                number++;
                if (!line.isBlank()) {
                    wanted.add(reader.read(line.strip(), "line " + number + " of \"" + path + "\""));
                }
            }
        });
        if (wanted.isEmpty() || wanted.size() > MAX_IDS) {
            throw Failure.usage("Cannot correct " + wanted.size() + " events at once: 1 to " + MAX_IDS);
        }
        wanted.stream()
                .filter(one -> inAdvance && one.timeMicros().isEmpty())
                .findFirst()
                .ifPresent(one -> {
                    throw Failure.usage("Cannot take \"" + one.id()
                            + "\" out in advance without its event's time: write it behind the id");
                });
        return wanted;
    }

    private static List<String> lines(Console console, Path path) {
        Path named = console.directory().resolve(path);
        try (Stream<String> lines = Files.lines(named)) {
            if (Files.size(named) > MAX_BYTES) {
                throw Failure.usage("Cannot read \"" + path + "\": it has more than " + MAX_BYTES + " bytes");
            }
            return lines.limit(MAX_IDS + 1L).toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw Failure.usage("Cannot read the ids in \"" + path + "\": " + unreadable.getMessage());
        }
    }

    private ExitCode said(Console console, Worked worked) {
        console.say("taken out: %,d entries recorded; %,d ids were out already"
                .formatted(worked.entries().size(), worked.already()));
        if (worked.missing().isEmpty()) {
            return ExitCode.RIGHT;
        }
        worked.missing().stream().limit(NAMED).forEach(one -> console.note("not found: " + one.id()));
        throw Failure.failed(
                "%,d ids are nowhere in the record, or not in the bucket of their time: nothing was recorded for them."
                                .formatted(worked.missing().size())
                        + " With their times and --in-advance they are taken out before they come");
    }

    private ExitCode listed(Console console, Pipeline pipeline) {
        Table.Builder table = Table.of(
                Column.text("id"), Column.text("bucket"), Column.text("reason"), Column.text("at"), Column.text("by"));
        Corrections.visit(
                Stores.reading(pipeline).record(),
                (entry, bucket) -> table.row(
                        entry.id(),
                        Micros.toInstant(bucket).toString(),
                        entry.reason(),
                        Micros.toInstant(entry.atMicros()).toString(),
                        entry.by()));
        console.print(format.format(), Map.of("taken out of the totals", table.build()));
        return ExitCode.RIGHT;
    }
}
