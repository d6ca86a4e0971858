package tallyroll.advise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Format;
import tallyroll.cli.FormatOption;
import tallyroll.draft.DraftFile;

/** {@code advise}: asks what has no flag, and answers with a strategy, its price and a definition. */
@CommandLine.Command(
        name = "advise",
        modelTransformer = Interview.Flags.class,
        description = {
            "Which of the nine strategies fits: five answers, one of the nine, why, and what it gives up.",
            "On a terminal it asks for the answers that are not given."
        },
        footer = {
            "",
            "Example:",
            "  ./tallyroll advise",
            "  ./tallyroll advise --kafka yes --accuracy eventually-exact --measures any --speed first --density no"
        })
public final class AdviseCommand implements Command {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", description = "Write a definition to begin with to this file.")
    private Path out;

    @Option(names = "--force", description = "Write it even if there is such a file.")
    private boolean force;

    @Mixin
    private FormatOption format;

    private final Supplier<BufferedReader> input;

    public AdviseCommand() {
        this(() -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    AdviseCommand(Supplier<BufferedReader> input) {
        this.input = input;
    }

    @Override
    public int place() {
        return 20;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        Optional<DraftFile> file = Optional.ofNullable(out).map(path -> new DraftFile(path, force));
        file.ifPresent(one -> one.requireFree(console));
        Advice advice = new Advice(new Interview(spec, Map.of()).answers(console, input.get()));
        file.ifPresent(one -> one.write(console, advice.definition()));
        AdvicePage page = new AdvicePage(advice, out);
        if (format.format() == Format.TABLE) {
            console.out().print(page.text());
            console.out().flush();
        } else {
            console.print(format.format(), page.tables());
        }
        return ExitCode.RIGHT;
    }
}
