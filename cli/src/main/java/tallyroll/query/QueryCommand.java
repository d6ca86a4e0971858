package tallyroll.query;

import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Column;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.FormatOption;
import tallyroll.cli.Table;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.store.Stores;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.time.Micros;

/** {@code query}: the answers of one group over a range of time. */
@CommandLine.Command(
        name = "query",
        description = "Shows the answers of one group over a range of time.",
        footer = {
            "",
            "Example:",
            "  ./tallyroll query examples/flights.yaml delays_by_origin origin=ATL --from 2001-01-05 --every 1d"
        })
public final class QueryCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Parameters(index = "1", paramLabel = "ROLLUP", description = "The rollup's name in the definition.")
    private String rollup;

    @Parameters(
            index = "2..*",
            paramLabel = "KEY=VALUE",
            description = "The group: a value for each field the rollup is by.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The first instant: 2001-01-05, 2001-01-05T07:00 or 2001-01-05T07:00:00Z.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "",
            description = "The first instant left out (default: the end of the stored period that holds --from).")
    private String to = "";

    @Option(
            names = "--every",
            paramLabel = "LENGTH",
            defaultValue = "",
            description = "The bucket length, one the rollup is kept at (default: its finest).")
    private String every = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "The zone of times read and shown (default: ${DEFAULT-VALUE}).")
    private String zone = "UTC";

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            defaultValue = "1000",
            description = "Show at most this many rows (default: ${DEFAULT-VALUE}).")
    private int limit = 1000;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public int place() {
        return 55;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        ZoneId shown = zone();
        Question question = Question.of(pipeline, new Question.Asked(rollup, keys, every, from, to, shown));
        Rollup asked = question.table().rollup();
        RowShape shape = new RowShape(asked, pipeline.event().schema());
        List<SummaryRow> rows = rows(pipeline, question, shape);
        Validity validity = Validity.of(Stores.shared(pipeline), pipeline, rollup);
        Answers answers = new Answers(asked, shape, pipeline.event().schema());
        console.print(format.format(), table(answers, rows, shown, validity));
        if (validity.mixed()) {
            console.note(validity.note());
        }
        if (rows.isEmpty()) {
            console.note(question.table().summaryMode().noRows());
        } else if (rows.size() > limit) {
            console.note("There are more than " + limit + " rows; --limit shows more of them.");
        }
        return ExitCode.RIGHT;
    }

    private List<SummaryRow> rows(Pipeline pipeline, Question question, RowShape shape) {
        try {
            Stores stores = Stores.reading(pipeline);
            Buckets buckets = new Buckets(shape, question.every());
            Iterator<String> periods = question.periods().iterator();
            while (periods.hasNext() && buckets.size() <= limit) {
                Partition partition = new Partition(question.table(), question.group(), periods.next());
                buckets.add(stores.summaries()
                        .read(partition, question.from(), question.until() - 1)
                        .toCompletableFuture()
                        .join());
            }
            return buckets.rows();
        } catch (CompletionException fault) {
            throw new Failure(ExitCode.FAILED, fault.getCause().getMessage(), fault);
        } catch (InvalidQueryException unknown) {
            throw new Failure(
                    ExitCode.FAILED,
                    "Cannot query \"" + question.table().name() + "\": " + unknown.getMessage()
                            + ". \"./tallyroll run\" makes the tables; \"./tallyroll plan\" shows what is missing.",
                    unknown);
        }
    }

    private Table table(Answers answers, List<SummaryRow> rows, ZoneId shown, Validity validity) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("bucket")));
        columns.addAll(answers.columns());
        if (validity.mixed()) {
            columns.add(Column.text("definition"));
        }
        Table.Builder table = Table.of(columns.toArray(Column[]::new));
        for (SummaryRow row : rows.subList(0, Math.min(limit, rows.size()))) {
            List<Object> values = new ArrayList<>();
            values.add(time(row.bucket(), shown));
            values.addAll(answers.values(row));
            if (validity.mixed()) {
                values.add(validity.of(row));
            }
            table.row(values);
        }
        return table.build();
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw Failure.usage("Cannot show times in \"" + zone
                    + "\": it is not a time zone; write an IANA name such as Europe/Berlin, or UTC");
        }
    }

    private static Object time(long micros, ZoneId shown) {
        Instant instant = Micros.toInstant(micros);
        return shown.getId().equals("UTC") ? instant : instant.atZone(shown).toOffsetDateTime();
    }
}
