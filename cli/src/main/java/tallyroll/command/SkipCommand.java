package tallyroll.command;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.batch.Skipping.Skipped;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.pipeline.Pipeline;
import tallyroll.run.Skip;

/** {@code tallyroll skip FILE}. */
@CommandLine.Command(
        name = "skip",
        description = "Takes out on purpose what was not read, and writes it down as a gap.",
        footer = {
            "",
            "One of three: --replaced-source goes on with a source that is not the one that was read before;",
            "--batch takes out an open batch that cannot be run; --partition with --from takes out positions.",
            "A running driver must be stopped first (exit code 4 says so).",
            "",
            "Example:",
            "  ./tallyroll skip examples/flights.yaml --replaced-source",
            "  ./tallyroll skip examples/flights.yaml --partition 0 --from 1200 --until 1300"
        })
public final class SkipCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Option(
            names = "--replaced-source",
            description = "Accept that the topic, or the directory of the write-ahead log, was replaced or cut off.")
    private boolean replacedSource;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Which topic is meant, of a pipeline that reads several.")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "The open batch, see \"./tallyroll status\".")
    private Optional<Long> batch = Optional.empty();

    @Option(names = "--partition", paramLabel = "P", description = "The partition whose positions are taken out.")
    private Optional<Integer> partition = Optional.empty();

    @Option(names = "--from", paramLabel = "A", description = "The first position that is taken out.")
    private Optional<Long> from = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "B",
            description = "The first position that is read again (default: the one after --from).")
    private Optional<Long> until = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 75;
    }

    @Override
    public ExitCode run(Console console) {
        requireOne();
        Pipeline pipeline = file.read(console);
        if (!pipeline.strategy().streaming()) {
            throw Failure.usage("Cannot skip anything of \"" + pipeline.name() + "\": strategy "
                    + pipeline.strategy().label()
                    + " has no log of batches; its clients keep their positions in a consumer group, where"
                    + " \"kafka-consumer-groups.sh --reset-offsets\" moves them.");
        }
        Skipped skipped = skip(new Skip(pipeline, topic, console::note));
        console.print(format.format(), GapTable.of(skipped.gaps()));
        console.note(skipped.outcome());
        return ExitCode.RIGHT;
    }

    private Skipped skip(Skip skip) {
        if (replacedSource) {
            return skip.replacedSource();
        }
        return batch.isPresent()
                ? skip.batch(batch.get())
                : skip.range(partition.get(), from.get(), until.orElseGet(() -> from.get() + 1));
    }

    private void requireOne() {
        boolean range = partition.isPresent() || from.isPresent() || until.isPresent();
        int chosen = (replacedSource ? 1 : 0) + (batch.isPresent() ? 1 : 0) + (range ? 1 : 0);
        if (chosen != 1 || (range && (partition.isEmpty() || from.isEmpty()))) {
            throw Failure.usage(
                    "Say what to skip: --replaced-source, --batch N, or --partition P --from A [--until B]; one of the three.");
        }
    }
}
