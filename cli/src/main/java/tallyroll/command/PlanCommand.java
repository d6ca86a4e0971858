package tallyroll.command;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.pipeline.Pipeline;
import tallyroll.redefinition.DefinitionChange;
import tallyroll.redefinition.RefusedChange;
import tallyroll.store.CassandraStores;
import tallyroll.store.SchemaPlan;
import tallyroll.summary.StoreException;

/** {@code plan}: what running a definition would change in Cassandra. Changes nothing. */
@CommandLine.Command(
        name = "plan",
        description = "Shows what tables would be created or altered, in CQL, and what would be refused.",
        footer = {
            "",
            "Changes nothing. Without a Cassandra that answers, prints the CQL of everything.",
            "",
            "Example:",
            "  ./tallyroll plan examples/flights.yaml"
        })
public final class PlanCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 35;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        SchemaPlan plan = plan(pipeline, console);
        if (format.format() == Format.TABLE) {
            say(plan, pipeline, console);
        } else {
            console.print(format.format(), table(plan));
        }
        return plan.refusals().isEmpty() ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private static SchemaPlan plan(Pipeline pipeline, Console console) {
        try (CassandraStores stores = CassandraStores.open(pipeline)) {
            DefinitionChange change = DefinitionChange.of(stores.definition(pipeline.name()), pipeline);
            return stores.plan()
                    .with(
                            change.refusals().stream()
                                    .map(RefusedChange::toString)
                                    .toList(),
                            change.lines());
        } catch (StoreException unreachable) {
            console.note(unreachable.getMessage());
            console.note("What exists there could not be compared; this is the CQL of everything.");
            return SchemaPlan.fromNothing(pipeline);
        }
    }

    private static void say(SchemaPlan plan, Pipeline pipeline, Console console) {
        plan.statements().forEach(statement -> console.say(statement + ";\n"));
        plan.notes().forEach(note -> console.say("-- note: " + note));
        plan.refusals().forEach(refusal -> console.say("-- refused: " + refusal));
        if (plan.upToDate()) {
            console.say("Keyspace " + pipeline.cassandra().keyspace() + " has everything that \"" + pipeline.name()
                    + "\" needs.");
        }
    }

    private static Table table(SchemaPlan plan) {
        Table.Builder table = Table.of(Column.text("kind"), Column.text("text"));
        plan.statements().forEach(statement -> table.row("statement", statement));
        plan.notes().forEach(note -> table.row("note", note));
        plan.refusals().forEach(refusal -> table.row("refused", refusal));
        return table.build();
    }
}
