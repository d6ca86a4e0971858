package tallyroll.draft;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.pipeline.Strategy;
import tallyroll.sample.Draft;

/** {@code tallyroll sample SOURCE}. */
@CommandLine.Command(
        name = "sample",
        description = "Looks at events and writes a definition that fits them, with comments on what is a guess.",
        footer = {
            "",
            "The definition goes to standard output, or to --out FILE. It passes check, and it was tried on the events that",
            "were looked at. Reading a topic leaves no trace in it: no consumer group, no offsets, no topic that was not there.",
            "",
            "Example:",
            "  ./tallyroll sample --topic flights",
            "  ./tallyroll sample kafka://localhost:9092/flights --max 200 --out flights.yaml",
            "  ./tallyroll sample events.csv --topic events --time sent_at --by country"
        })
public final class SampleCommand implements Command {
    @Mixin
    private SampleOptions options = new SampleOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the definition to this file.")
    private Path out;

    @Option(names = "--force", description = "Write it even if there is such a file.")
    private boolean force;

    @Override
    public int place() {
        return 22;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        Optional<DraftFile> file = Optional.ofNullable(out).map(path -> new DraftFile(path, force));
        file.ifPresent(one -> one.requireFree(console));
        Draft draft = options.draft(console, Strategy.IDEMPOTENT_DIRECT, Optional.empty(), "");
        if (file.isPresent()) {
            file.get().write(console, draft.yaml());
        } else {
            console.out().print(draft.yaml());
            console.out().flush();
        }
        DraftFile.outcome(draft, console);
        file.ifPresent(one -> console.note(
                "Wrote " + one.path() + ". Read it, correct what is marked with \"<-\", then: ./tallyroll check "
                        + one.path() + " and, with a file of events, ./tallyroll test " + one.path() + " EVENTS"));
        return ExitCode.RIGHT;
    }
}
