package tallyroll.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.control.Request;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.DeadLetter;
import tallyroll.record.Gap;
import tallyroll.store.Stores;

/** {@code tallyroll status FILE}. */
@CommandLine.Command(
        name = "status",
        description =
                "Shows where a pipeline stands: last batch, lag, books, gaps, dirty buckets, paths that matched nothing, "
                        + "requests, dead letters.",
        footer = {
            "",
            "Without a file, the local servers that \"./tallyroll up\" started.",
            "",
            "Example:",
            "  ./tallyroll status examples/flights.yaml"
        })
public final class StatusCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Option(
            names = "--dead-letters",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many dead letters to show (default: ${DEFAULT-VALUE}).")
    private int deadLetters = 5;

    @Option(
            names = "--gaps",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many gaps to show (default: ${DEFAULT-VALUE}).")
    private int gaps = 5;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 50;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        Stores stores = Stores.reading(pipeline);
        Optional<Table> facts = stores.exist() ? Worker.of(pipeline).status(stores) : Optional.empty();
        if (facts.isEmpty()) {
            console.say("pipeline \"" + pipeline.name() + "\" has not run yet; start it with: ./tallyroll run "
                    + file.path());
            return ExitCode.RIGHT;
        }
        List<DeadLetter> letters = stores.record().deadLetters(deadLetters);
        List<Gap> open = stores.record().gaps().newest(gaps, Gap::open);
        List<Gap> filled = stores.record().gaps().newest(gaps, gap -> !gap.open());
        List<Request> requests = stores.requests().list(pipeline.name());
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("pipeline", facts.get());
        PathTable.of(stores.control().read(pipeline.name()), pipeline)
                .ifPresent(paths -> tables.put("paths that matched nothing", paths));
        ValidFromTable.of(pipeline, stores.validFrom(pipeline))
                .ifPresent(valid -> tables.put("measures that are not valid throughout", valid));
        if (!requests.isEmpty()) {
            tables.put("requests to the driver, oldest first", RequestTable.of(requests));
        }
        if (!open.isEmpty()) {
            tables.put("gaps, newest batch first", GapTable.of(open));
        }
        if (!filled.isEmpty()) {
            tables.put("gaps that were filled, newest batch first", GapTable.of(filled));
        }
        if (!letters.isEmpty()) {
            tables.put("dead letters, newest batch first", letters(letters));
        }
        console.print(format.format(), tables);
        return ExitCode.RIGHT;
    }

    private static Table letters(List<DeadLetter> letters) {
        Table.Builder table =
                Table.of(Column.number("batch"), Column.text("where"), Column.text("code"), Column.text("reason"));
        for (DeadLetter letter : letters) {
            table.row(
                    letter.batch(),
                    letter.source() + "-" + letter.partition() + "@" + letter.offset(),
                    letter.code(),
                    letter.reason());
        }
        return table.build();
    }
}
