package tallyroll.advise;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.Strategy.IngestionMode;
import tallyroll.pipeline.Strategy.SummaryMode;

/** The nine strategies and the advice as tables. */
final class Grid {
    static final String LEGEND = """
            [chosen]  (counters with streaming: explained, never recommended)
            counters runs without Spark, from Kafka or from a receiver.
            """;

    private Grid() {}

    /** How summaries are kept × how events come in, as people look at it. */
    static Table of(Strategy chosen) {
        Table.Builder table = Table.of(
                Column.text("kept as"),
                Column.text("receiver"),
                Column.text("receiver and log"),
                Column.text("Kafka, direct"));
        for (SummaryMode summaryMode : SummaryMode.values()) {
            table.row(
                    summaryMode.label(),
                    cell(Strategy.of(summaryMode, IngestionMode.RECEIVER), chosen),
                    cell(Strategy.of(summaryMode, IngestionMode.WAL), chosen),
                    cell(Strategy.of(summaryMode, IngestionMode.DIRECT), chosen));
        }
        return table.build();
    }

    private static String cell(Strategy strategy, Strategy chosen) {
        if (strategy == chosen) {
            return "[" + strategy.label() + "]";
        }
        return Advice.neverRecommended(strategy) ? "(" + strategy.label() + ")" : " " + strategy.label();
    }

    /** The same as programs read it: a row for each strategy. */
    static Table strategies(Strategy chosen) {
        Table.Builder table = Table.of(
                Column.text("strategy"),
                Column.text("keeping"),
                Column.text("way"),
                Column.text("chosen"),
                Column.text("recommended"));
        Arrays.stream(Strategy.values())
                .forEach(one -> table.row(
                        one.label(),
                        one.summaryMode().label(),
                        word(one.ingestionMode()),
                        one == chosen,
                        !Advice.neverRecommended(one)));
        return table.build();
    }

    /** The strategy, the answers it follows from, and the file that was written, if one was. */
    static Table chosen(Answers answers, Strategy strategy, Path written) {
        return Table.of(
                        Column.text("strategy"),
                        Column.text("kafka"),
                        Column.text("accuracy"),
                        Column.text("measures"),
                        Column.text("speed"),
                        Column.text("density"),
                        Column.text("definition"))
                .row(
                        strategy.label(),
                        answers.kafka().toString(),
                        answers.accuracy().toString(),
                        answers.measures().toString(),
                        answers.speed().toString(),
                        answers.density().toString(),
                        written == null ? null : written.toString())
                .build();
    }

    static Table reasons(Advice advice) {
        Table.Builder table = Table.of(Column.text("kind"), Column.text("text"));
        advice.why().forEach(text -> table.row("why", text));
        advice.givesUp().forEach(text -> table.row("gives up", text));
        advice.notes().forEach(text -> table.row("note", text));
        return table.build();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
