package tallyroll.check;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.control.StoredDefinition;
import tallyroll.pipeline.ExpressionChecker;
import tallyroll.pipeline.Notes;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.run.SourceFactory;
import tallyroll.store.Stores;

/** {@code check}: reads a definition and says what it says, or everything that is wrong with it. */
@CommandLine.Command(
        name = "check",
        description = "Reads a definition file: all its faults, or what it says.",
        footer = {
            "",
            "With --connect also whether the pipeline's tables were written under another definition, what running this one",
            "would change in them, and whether the topic is compacted; exit code 1 where running would be refused.",
            "",
            "Example:",
            "  ./tallyroll check examples/flights.yaml"
        })
public final class CheckCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Mixin
    private FormatOption format;

    @Option(
            names = "--connect",
            description = "Compare with the definition that the tables were written under, and look at the topic.")
    private boolean connect;

    @Override
    public int place() {
        return 30;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        Table tables = Summary.tables(pipeline);
        if (format.format() == Format.TABLE) {
            console.say("%s is right: %d rollups in %d tables.%n"
                    .formatted(
                            file.path(),
                            pipeline.rollups().size(),
                            tables.rows().size()));
        }
        Map<String, Table> parts = new LinkedHashMap<>();
        parts.put(
                "definition",
                Summary.definition(pipeline, ExpressionChecker.onClassPath().isPresent()));
        parts.put("tables", tables);
        console.print(format.format(), parts);
        Notes.of(pipeline).forEach(note -> console.note("note: " + note));
        return connect ? compared(pipeline, console) : ExitCode.RIGHT;
    }

    private static ExitCode compared(Pipeline pipeline, Console console) {
        Stores stores = Stores.reading(pipeline);
        StoredDefinition stored = stores.definition(pipeline.name());
        DefinitionChange change = DefinitionChange.of(stored, pipeline);
        change.lines().forEach(line -> console.note("change: " + line));
        change.refusals().forEach(refusal -> console.note("refused: " + refusal));
        if (change.refusals().isEmpty() && change.lines().isEmpty()) {
            console.note(
                    stored.stored()
                            ? "the tables were written under this definition"
                            : "no run has stored a definition yet");
        }
        SourceFactory.remarks(pipeline).forEach(remark -> console.note("note: " + remark));
        return change.refusals().isEmpty() ? ExitCode.RIGHT : ExitCode.FAILED;
    }
}
