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
import tallyroll.client.ClientRun;
import tallyroll.control.Books;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.PipelineState;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.RecordSpec;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;
import tallyroll.run.SourceFactory;
import tallyroll.source.SourceException;
import tallyroll.store.Stores;
import tallyroll.time.Micros;

/** {@code tallyroll status FILE}. */
@CommandLine.Command(
        name = "status",
        description = "Shows where a pipeline stands: last batch, lag, books, dirty buckets, dead letters.",
        footer = {
            "",
            "Without a file, the local servers that \"./tallyroll up\" started.",
            "",
            "Example:",
            "  ./tallyroll status examples/flights.yaml"
        })
public final class StatusCommand implements Command {
    private static final String UNVERIFIABLE = "nothing can be verified: there is no system of record";

    @Mixin
    private DefinitionFile file;

    @Option(
            names = "--dead-letters",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many dead letters to show (default: ${DEFAULT-VALUE}).")
    private int deadLetters = 5;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 50;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        Stores stores = Stores.shared(pipeline);
        if (!pipeline.strategy().streaming() && stores.exist()) {
            List<DeadLetter> letters = stores.record().deadLetters(deadLetters);
            console.print(format.format(), titled(client(pipeline), letters));
            return ExitCode.RIGHT;
        }
        Optional<PipelineState> state = stores.exist() ? stores.control().read(pipeline.name()) : Optional.empty();
        if (state.isEmpty()) {
            console.say("pipeline \"" + pipeline.name() + "\" has not run yet; start it with: ./tallyroll run "
                    + file.path());
            return ExitCode.RIGHT;
        }
        List<BatchEntry> last = stores.control().history(pipeline.name(), 1);
        List<BucketMark> marks = stores.record().marks(Long.MIN_VALUE, Long.MAX_VALUE);
        List<DeadLetter> letters = stores.record().deadLetters(deadLetters);
        Table facts = facts(pipeline, state.get(), last, marks);
        console.print(format.format(), titled(facts, letters));
        return ExitCode.RIGHT;
    }

    /** Of clients without Spark only the source and the tables know anything. */
    private static Table client(Pipeline pipeline) {
        return Table.of(Column.text("fact"), Column.text("value"))
                .row("pipeline", pipeline.name() + ", " + pipeline.strategy().label())
                .row("driver", "none: any number of clients may run, and none of them is known here")
                .row("lag", clientLag(pipeline))
                .row("books", "none that survive a client; each prints its own when it ends")
                .row("verified through", UNVERIFIABLE)
                .build();
    }

    private static String clientLag(Pipeline pipeline) {
        if (!(pipeline.source() instanceof Pipeline.Kafka)) {
            return "only the client knows what waits in its memory";
        }
        try {
            return number(ClientRun.lag(pipeline)) + " records";
        } catch (SourceException unknown) {
            return "unknown: " + unknown.getMessage();
        }
    }

    private static Map<String, Table> titled(Table facts, List<DeadLetter> letters) {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("pipeline", facts);
        if (!letters.isEmpty()) {
            tables.put("dead letters, newest batch first", letters(letters));
        }
        return tables;
    }

    private static Table facts(Pipeline pipeline, PipelineState state, List<BatchEntry> last, List<BucketMark> marks) {
        Books books = state.books();
        long settledDuplicates =
                marks.stream().mapToLong(BucketMark::duplicates).sum();
        long dirty = marks.stream().filter(BucketMark::dirty).count();
        Table.Builder facts = Table.of(Column.text("fact"), Column.text("value"))
                .row("pipeline", pipeline.name() + ", " + pipeline.strategy().label())
                .row("driver", driver(state))
                .row("last batch", state.committed() == 0 ? "none" : number(state.committed()) + lastWhen(last))
                .row(
                        "open batch",
                        state.open()
                                .map(claim -> "batch " + claim.batch() + " is claimed, not committed")
                                .orElse("none"))
                .row("lag", lag(pipeline, state))
                .row(
                        "books",
                        "read %,d = %s %,d + duplicates %,d + dead letters %,d%s"
                                .formatted(
                                        books.read(),
                                        pipeline.strategy().summaryMode().booked(),
                                        books.recorded(),
                                        books.duplicates(),
                                        books.deadLetters(),
                                        books.balanced() ? "" : "  DOES NOT BALANCE"));
        pipeline.systemOfRecord()
                .ifPresentOrElse(
                        record -> facts.row("duplicates found settling", number(settledDuplicates))
                                .row("buckets", "%,d, of which %,d dirty".formatted(marks.size(), dirty))
                                .row("verified through", verifiedThrough(record, marks)),
                        () -> facts.row("verified through", UNVERIFIABLE));
        return facts.build();
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

    private static String driver(PipelineState state) {
        return state.holder().isEmpty()
                ? "none running (epoch " + state.epoch() + ")"
                : state.holder() + ", epoch " + state.epoch() + ", lease until "
                        + Micros.toInstant(Micros.wholeMillis(state.leaseUntil()));
    }

    private static String lastWhen(List<BatchEntry> last) {
        return last.isEmpty()
                ? ""
                : ", committed "
                        + Micros.toInstant(Micros.wholeMillis(last.get(0).committedMicros()));
    }

    private static String lag(Pipeline pipeline, PipelineState state) {
        try {
            return SourceFactory.lag(pipeline, state);
        } catch (SourceException unknown) {
            return "unknown: " + unknown.getMessage();
        }
    }

    private static String verifiedThrough(RecordSpec record, List<BucketMark> marks) {
        Optional<BucketMark> firstDirty =
                marks.stream().filter(BucketMark::dirty).findFirst();
        if (marks.isEmpty()) {
            return "nothing recorded yet";
        }
        long through = firstDirty.map(BucketMark::bucket).orElseGet(() -> record.bucket()
                .end(marks.get(marks.size() - 1).bucket()));
        return Micros.toInstant(through).toString();
    }

    private static String number(long value) {
        return "%,d".formatted(value);
    }
}
