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
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.draft.DraftFile;
import tallyroll.draft.SampleOptions;
import tallyroll.pipeline.IngestionModes;
import tallyroll.sample.Draft;

/** {@code tallyroll init SOURCE}: a sample and an advice make a file. */
@CommandLine.Command(
        name = "init",
        modelTransformer = Interview.Flags.class,
        description = {
            "Makes the definition of a new pipeline: looks at events as sample does, chooses a strategy as advise does.",
            "On a terminal it asks for what is not given; elsewhere it takes what is recommended."
        },
        footer = {
            "",
            "Writes NAME.yaml, which passes check, and prints the fields that it found.",
            "",
            "Example:",
            "  ./tallyroll init --topic flights",
            "  ./tallyroll init events.ndjson --topic events --by country --out totals.yaml"
        })
public final class InitCommand implements Command {
    /** What most people who have a topic want, see docs/choosing.md. */
    private static final Map<String, String> RECOMMENDED = Map.of(
            "kafka", "yes", "accuracy", "eventually-exact", "measures", "any", "speed", "first", "density", "no");

    private static final int WIDEST_NOTE = 72;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SampleOptions options = new SampleOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the definition to this file (default: NAME.yaml).")
    private Path out;

    @Option(names = "--force", description = "Write it even if there is such a file.")
    private boolean force;

    @Mixin
    private FormatOption format = new FormatOption();

    private final Supplier<BufferedReader> input;

    public InitCommand() {
        this(() -> new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    InitCommand(Supplier<BufferedReader> input) {
        this.input = input;
    }

    @Override
    public int place() {
        return 21;
    }

    @Override
    public ExitCode run(Console console) throws IOException {
        BufferedReader in = input.get();
        if (!options.given() && console.terminal()) {
            console.err().print("Which events? A file, a topic, or kafka://HOST:PORT/TOPIC > ");
            console.err().flush();
            options.source(console, Optional.ofNullable(in.readLine()).orElse(""));
        }
        if (!options.given()) {
            throw Failure.usage(
                    "Say which events: a file, - for standard input, kafka://HOST:PORT/TOPIC, or --topic TOPIC.");
        }
        DraftFile file = new DraftFile(out == null ? Path.of(options.pipeline() + ".yaml") : out, force);
        file.requireFree(console);
        Advice advice = new Advice(new Interview(spec, RECOMMENDED).answers(console, in));
        Draft draft = options.draft(
                console,
                advice.strategy(),
                receiver(advice),
                advice.strategy().label() + ", as advised for:\n  ./tallyroll advise " + advice.flags());
        file.write(console, draft.yaml());
        console.print(format.format(), fields(draft));
        DraftFile.outcome(draft, console);
        console.note(
                "Wrote " + file.path() + ", for strategy " + advice.strategy().label()
                        + ". Read it, correct what is marked with \"<-\", then: ./tallyroll check " + file.path());
        return ExitCode.RIGHT;
    }

    /** What stands in place of a topic where Kafka is not the queue. */
    private Optional<String> receiver(Advice advice) {
        if (advice.answers().get("kafka").equals("yes")) {
            return Optional.empty();
        }
        String http = "  http: {listen: \"localhost:8080\"}  # <- or socket, jms, mqtt: docs/receivers.md\n";
        boolean logged = advice.strategy().ingestionMode().equals(IngestionModes.WAL);
        return Optional.of(
                logged
                        ? http + "  wal: {directory: .tallyroll/wal/" + options.pipeline()
                                + "}  # <- shared storage, if this machine may be lost\n"
                        : http);
    }

    private static Table fields(Draft draft) {
        Table.Builder table = Table.of(
                Column.text("field"),
                Column.text("type"),
                Column.text("from"),
                Column.text("role"),
                Column.text("seen"));
        for (Draft.Found field : draft.fields()) {
            String seen = field.note().length() <= WIDEST_NOTE
                    ? field.note()
                    : field.note().substring(0, WIDEST_NOTE) + "…";
            table.row(
                    field.name().isEmpty() ? null : field.name(),
                    field.type(),
                    field.path(),
                    field.role().isEmpty() ? null : field.role(),
                    seen);
        }
        return table.build();
    }
}
