package tallyroll.advise;

import java.nio.file.Path;
import tallyroll.cli.Column;
import tallyroll.cli.Table;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;

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
        for (SummaryMode summaryMode : SummaryModes.all()) {
            table.row(
                    summaryMode.label(),
                    cell(new Strategy(summaryMode, IngestionModes.RECEIVER), chosen),
                    cell(new Strategy(summaryMode, IngestionModes.WAL), chosen),
                    cell(new Strategy(summaryMode, IngestionModes.DIRECT), chosen));
        }
        return table.build();
    }

    private static String cell(Strategy strategy, Strategy chosen) {
        if (strategy.equals(chosen)) {
            return "[" + strategy.label() + "]";
        }
        return strategy.recommended() ? " " + strategy.label() : "(" + strategy.label() + ")";
    }

    /** The same as programs read it: a row for each strategy. */
    static Table strategies(Strategy chosen) {
        Table.Builder table = Table.of(
                Column.text("strategy"),
                Column.text("keeping"),
                Column.text("way"),
                Column.text("chosen"),
                Column.text("recommended"));
        Strategy.all()
                .forEach(one -> table.row(
                        one.label(),
                        one.summaryMode().label(),
                        one.ingestionMode().label(),
                        one.equals(chosen),
                        one.recommended()));
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
}
