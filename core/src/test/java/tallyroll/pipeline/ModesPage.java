package tallyroll.pipeline;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tallyroll.measure.Column;
import tallyroll.measure.ColumnType;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.RollupTable;

/** What each mode answers, as a page of Markdown: a column for each mode, a row for each question. */
final class ModesPage {
    private static final String HEAD = """
            # What each mode answers

            <!-- Generated from the modes in tallyroll.pipeline. Change those, then run
                 %s -->

            A [strategy](definition.md#strategies) is a *summary mode* (how summaries are kept) and an *ingestion mode* (how events come
            in). Each mode is one object of the code, and this page is what it says when it is asked. Core, store, engine and commands ask
            it, and not which mode it is. [Choosing](../choosing.md) compares what they deliver.

            ## Summary modes

            """;

    private static final List<Column> MEASURES =
            List.of(new Column("flights", ColumnType.BIGINT), new Column("delay", ColumnType.VARINT));

    private final StringBuilder page = new StringBuilder();
    private final Rollup rollup;

    private ModesPage(Rollup rollup) {
        this.rollup = rollup;
    }

    /** @param rollup whose tables are shown */
    static String of(Rollup rollup, String command) {
        ModesPage writer = new ModesPage(rollup);
        writer.page.append(HEAD.formatted(command));
        writer.summaryModes();
        writer.page.append("\n## Ingestion modes\n\n");
        writer.ingestionModes();
        return writer.page.toString();
    }

    private void summaryModes() {
        List<SummaryMode> modes = SummaryModes.all();
        header(modes, SummaryMode::label);
        row("a batch", modes, SummaryMode::writes);
        row("its events are recorded", modes, mode -> mode.recorded() ? "yes" : "no");
        row("measures", modes, SummaryMode::measures);
        row("tables of `" + rollup.name() + "` every `1h`, `1d`", modes, mode -> RollupTable.all(rollup, mode).stream()
                .map(table -> code(table.name()))
                .collect(Collectors.joining(", ")));
        row("a row stands for", modes, mode -> RollupTable.all(rollup, mode).stream()
                .map(RollupTable::interval)
                .collect(Collectors.joining(", ")));
        row("rows cluster by", modes, mode -> code(mode.rowTime().column()));
        row("columns of `flights: count` and `delay: sum(delay)`", modes, mode -> mode.columns(MEASURES).stream()
                .map(column -> code(column.name() + " " + column.type().cql()))
                .collect(Collectors.joining(", ")));
        row("`check` promises", modes, SummaryMode::promise);
        row("`status` and `run` book an event as", modes, SummaryMode::booked);
        row("`verify` and `repair`", modes, mode -> mode.unverifiable()
                .map(why -> "refuse: " + why)
                .orElse("prove every total against the record, and correct it"));
        row("`query` finds no row", modes, SummaryMode::noRows);
        row("`advise` names the price", modes, mode -> String.join(" ", mode.givesUp()));
        row("works without Spark", modes, mode -> mode.withoutSpark() ? "as `" + mode.label() + "`" : "no");
    }

    private void ingestionModes() {
        List<IngestionMode> modes = IngestionModes.all();
        header(modes, IngestionMode::label);
        row("strategies", modes, mode -> SummaryModes.all().stream()
                .map(summary -> code(new Strategy(summary, mode).label()))
                .collect(Collectors.joining(", ")));
        row("reads", modes, IngestionMode::sources);
        row("keys of its own", modes, mode -> mode.ownKeys().isEmpty() ? "none" : mode.ownKeys());
        row("events wait", modes, IngestionMode::waits);
        row(
                "senders wait for an answer, and send again without one",
                modes,
                mode -> mode.acknowledges() ? "yes" : "no");
        row(
                "`advise` names the price",
                modes,
                mode -> String.join(" ", mode.givesUp(new Strategy(SummaryModes.TOTALS, mode))));
    }

    private <M> void header(List<M> modes, Function<M, String> label) {
        row("", modes, mode -> "**" + label.apply(mode) + "**");
        page.append("|---").append("|---".repeat(modes.size())).append("|\n");
    }

    private <M> void row(String question, List<M> modes, Function<M, String> answer) {
        page.append(modes.stream().map(answer).collect(Collectors.joining(" | ", "| " + question + " | ", " |\n")));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
