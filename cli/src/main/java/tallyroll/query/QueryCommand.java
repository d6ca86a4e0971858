package tallyroll.query;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallyroll.cli.Command;
import tallyroll.cli.Console;
import tallyroll.cli.DefinitionFile;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.cli.RowWriter;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.reading.Row;
import tallyroll.reading.Selection;
import tallyroll.reading.TallyReader;
import tallyroll.store.Stores;

/** {@code query}: answers of one group or several over a range of time. */
@CommandLine.Command(
        name = "query",
        description = "Shows answers of one group or several over a range of time.",
        footer = {
            "",
            "Example:",
            "  ./tallyroll query examples/flights.yaml delays_by_origin origin=ATL --from 2001-01-05 --every 1d",
            "  ./tallyroll query examples/flights.yaml delays_by_origin --top 9 --by delay --from 2001-01-05"
        })
public final class QueryCommand implements Command {
    @Mixin
    private DefinitionFile file;

    @Parameters(index = "1", paramLabel = "ROLLUP", description = "The rollup's name in the definition.")
    private String rollup;

    @Parameters(
            index = "2..*",
            paramLabel = "KEY=VALUE",
            description =
                    "The group: a value for each field the rollup is by, O* for those that begin with O, * for all.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--group",
            paramLabel = "VALUES",
            defaultValue = "",
            description =
                    "Values for the fields without KEY=VALUE, in order, with commas between; '*' takes all groups.")
    private String group = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "",
            description =
                    "The first instant: 2001-01-05, 2001-01-05T07:00 or 2001-01-05T07:00:00Z (default: the last 24 buckets).")
    private String from = "";

    @Option(
            names = {"--until", "--to"},
            paramLabel = "TIME",
            defaultValue = "",
            description =
                    "The first instant left out (default: the end of the stored period that holds --from, or of what is recorded).")
    private String until = "";

    @Option(
            names = "--every",
            paramLabel = "LENGTH",
            defaultValue = "",
            description = "The bucket length, one the rollup is kept at or that is made of such (default: its finest).")
    private String every = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "",
            description =
                    "The zone of times read and shown, and of the days of --every (default: UTC, and the rollup's).")
    private String zone = "";

    @Option(names = "--total", description = "All groups asked for together: one row, or with --every one a bucket.")
    private boolean total;

    @Option(
            names = "--top",
            paramLabel = "COUNT",
            defaultValue = "0",
            description =
                    "The groups in which the answer that --by names is the greatest over the range, greatest first.")
    private int top;

    @Option(
            names = "--by",
            paramLabel = "ANSWER",
            defaultValue = "",
            description = "With --top: a measure, its column or a ratio.")
    private String by = "";

    @Option(names = "--state", description = "Show how far each row can be relied on, and which batch settled it.")
    private boolean state;

    @Option(
            names = "--scan",
            paramLabel = "PARTITIONS",
            defaultValue = "100000",
            description =
                    "To find groups, look at this many partitions at most, one a group and stored period (default: ${DEFAULT-VALUE}).")
    private long scan = 100_000;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            defaultValue = "1000",
            description = "Show at most this many rows (default: ${DEFAULT-VALUE}).")
    private long limit = 1000;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to write the rows: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private QueryFormat format = QueryFormat.TABLE;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "",
            description = "With --format parquet: the file to make.")
    private String out = "";

    @Override
    public int place() {
        return 55;
    }

    @Override
    public ExitCode run(Console console) {
        Pipeline pipeline = file.read(console);
        checkOptions();
        RemovedRollup.requireKept(pipeline, rollup);
        TallyReader reader = TallyReader.over(() -> Stores.reading(pipeline), pipeline, InstantSource.system());
        Selection all = reader.rollup(rollup).allowScan(scan);
        Rollup asked = pipeline.rollups().get(reader.rollups().indexOf(rollup));
        Question.Times times = new Question.Times(from, until, every, zone);
        Question question = Question.of(
                all,
                new Question.Asked(asked, keys, group, times),
                !group.isEmpty() || total || top > 0,
                () -> reader.recordedUntil().orElseGet(Instant::now));
        question.selection().checked();
        ZoneId shown = times.shown();
        Validity validity = Validity.of(Stores.reading(pipeline), pipeline, asked, question);
        Selection selection = state || validity.mixed()
                ? question.selection()
                : question.selection().withoutStates();
        Lines lines = new Lines(asked, pipeline.event().schema(), shown)
                .groups(!question.one() && !total)
                .ranges(total ? !every.isEmpty() : top == 0)
                .states(state)
                .definitions(validity.mixed())
                .validity(validity);
        boolean any = print(console, answer(selection), lines);
        question.window().ifPresent(console::note);
        validity.notes().forEach(console::note);
        if (!any) {
            console.note(pipeline.strategy().summaryMode().noRows());
        }
        return ExitCode.RIGHT;
    }

    private void checkOptions() {
        if (top < 0 || limit < 1) {
            throw Failure.usage("Cannot query \"" + rollup + "\": --top and --limit take a number from 1 on");
        }
        if ((top > 0) == by.isEmpty()) {
            throw Failure.usage(
                    "Cannot query \"" + rollup + "\": --top and --by belong together, e.g. --top 10 --by flights");
        }
        if ((format == QueryFormat.PARQUET) == out.isEmpty()) {
            throw Failure.usage("Cannot query \"" + rollup
                    + "\": --format parquet and --out belong together, e.g. --format parquet --out rows.parquet");
        }
        if (top > 0 && total) {
            throw Failure.usage(
                    "Cannot query \"" + rollup + "\": --top is of each group and --total of all; write one");
        }
    }

    private Iterator<Row> answer(Selection selection) {
        if (top > 0) {
            return selection.top(top, by).iterator();
        }
        if (total) {
            return every.isEmpty()
                    ? selection.total().stream().iterator()
                    : selection.totalsByBucket().iterator();
        }
        return selection.rows().iterator();
    }

    /** Whether there was any row. */
    private boolean print(Console console, Iterator<Row> rows, Lines lines) {
        boolean any = rows.hasNext();
        RowWriter writer = format.text()
                .map(text -> RowWriter.of(console, text, lines.columns()))
                .orElseGet(() -> new ParquetRows(console.directory().resolve(out), lines.types()));
        for (long shown = 0; shown < limit && rows.hasNext(); shown++) {
            writer.row(lines.values(rows.next()));
        }
        writer.end();
        if (rows.hasNext()) {
            console.note("There are more than " + limit + " rows; --limit shows more of them.");
        }
        return any;
    }
}
