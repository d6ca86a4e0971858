package tallyroll.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
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
            "Changes nothing. Exit code 0: running the definition can go on from what stands; 1: something is refused, or Cassandra",
            "could not be asked. With --offline nobody is asked, and the CQL of everything is printed.",
            "",
            "Example:",
            "  ./tallyroll plan examples/flights.yaml",
            "  ./tallyroll plan examples/flights.yaml --offline"
        })
public final class PlanCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--drop",
            paramLabel = "NAME",
            description =
                    "Drop what is kept no longer, by its name as plan shows it: a rollup, a table, or TABLE.COLUMN.")
    private List<String> drop = List.of();

    @Option(names = "--offline", description = "Print the CQL of everything, without asking Cassandra what there is.")
    private boolean offline;

    @Override
    public int place() {
        return 35;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        if (offline && !drop.isEmpty()) {
            throw Failure.usage("Cannot drop anything with --offline: what is kept no longer stands in Cassandra.");
        }
        if (!drop.isEmpty()) {
            return dropped(pipeline, console);
        }
        SchemaPlan plan = offline ? SchemaPlan.fromNothing(pipeline) : plan(pipeline);
        if (format.format() == Format.TABLE) {
            say(plan, pipeline, console);
        } else {
            console.print(format.format(), table(plan));
        }
        return plan.refusals().isEmpty() ? ExitCode.RIGHT : ExitCode.FAILED;
    }

    private ExitCode dropped(Pipeline pipeline, Console console) {
        try (CassandraStores stores = CassandraStores.open(pipeline)) {
            DefinitionChange change = DefinitionChange.of(stores.definition(pipeline.name()), pipeline);
            if (!change.refusals().isEmpty() || !change.lines().isEmpty()) {
                throw Failure.usage("Cannot drop anything of \"" + pipeline.name()
                        + "\": no run has stored this definition yet, so what it leaves out may still be written. Run it first: "
                        + "./tallyroll run FILE");
            }
            Set<String> leftovers = stores.leftovers();
            for (String name : drop) {
                if (!leftovers.contains(name)) {
                    throw Failure.usage("Cannot drop \"" + name + "\" of \"" + pipeline.name()
                            + "\": it is not among what is kept no longer, which is "
                            + (leftovers.isEmpty() ? "nothing" : String.join(", ", leftovers)));
                }
            }
            drop.forEach(name -> stores.drop(name).forEach(cql -> console.say(cql + ";")));
            return ExitCode.RIGHT;
        }
    }

    private static SchemaPlan plan(Pipeline pipeline) {
        try (CassandraStores stores = CassandraStores.open(pipeline)) {
            DefinitionChange change = DefinitionChange.of(stores.definition(pipeline.name()), pipeline);
            List<String> notes = new ArrayList<>(change.lines());
            notes.addAll(DefinitionFacts.of(
                    stores.definition(pipeline.name()),
                    pipeline,
                    stores.exist() ? stores.record().marks(Long.MIN_VALUE, Long.MAX_VALUE) : List.of(),
                    Optional.empty()));
            StartFacts.of(stores.exist() ? stores.control().read(pipeline.name()) : Optional.empty(), pipeline)
                    .ifPresent(notes::add);
            return stores.plan()
                    .with(
                            change.refusals().stream()
                                    .map(RefusedChange::toString)
                                    .toList(),
                            notes);
        } catch (StoreException unknown) {
            throw new Failure(
                    ExitCode.FAILED,
                    unknown.getMessage()
                            + "\nCannot plan \"" + pipeline.name()
                            + "\" without knowing what there is. --offline prints the CQL of everything.",
                    unknown);
        }
    }

    private static void say(SchemaPlan plan, Pipeline pipeline, Console console) {
        plan.statements().forEach(statement -> console.say(statement + ";\n"));
        plan.notes().forEach(note -> console.say("-- note: " + note));
        plan.refusals().forEach(refusal -> console.say("-- refused: " + refusal));
        HorizonPrice.of(pipeline).ifPresent(price -> console.note("horizon: " + price));
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
