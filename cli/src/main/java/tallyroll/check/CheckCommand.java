package tallyroll.check;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.pipeline.ExpressionChecker;
import tallyroll.pipeline.Notes;
import tallyroll.pipeline.Pipeline;

/** {@code check}: reads a definition and says what it says, or everything that is wrong with it. */
@CommandLine.Command(
        name = "check",
        description = "Reads a definition file: all its faults, or what it says.",
        footer = {"", "Example:", "  ./tallyroll check examples/flights.yaml"})
public final class CheckCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Mixin
    private FormatOption format;

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
        return ExitCode.RIGHT;
    }
}
