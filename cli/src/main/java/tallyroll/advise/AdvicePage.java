package tallyroll.advise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import tallyroll.cli.Column;
import tallyroll.cli.Format;
import tallyroll.cli.Table;
import tallyroll.pipeline.IngestionMode;
import tallyroll.pipeline.IngestionModes;
import tallyroll.pipeline.Strategy;
import tallyroll.pipeline.SummaryMode;
import tallyroll.pipeline.SummaryModes;

/**
 * The advice as a page for people, and as tables for programs.
 *
 * @param written the file that a definition was written to, or null
 */
record AdvicePage(Advice advice, Path written) {
    private static final int MARGIN = 4;
    private static final int WIDTH = 100;

    String text() {
        StringBuilder page = new StringBuilder("Choose " + advice.strategy().label() + "\n");
        page.append(points("Why", advice.points("why")));
        page.append(points("What it gives up", advice.givesUp()));
        page.append(points("About the answers", advice.points("note")));
        page.append('\n').append(grid().text(Format.TABLE)).append("""
                [chosen]  (counters with streaming: explained, never recommended)
                counters runs without Spark, from Kafka or from a receiver.

                Try next
                """);
        return page.append(written == null ? """
                  ./tallyroll advise %s --out my_flights.yaml
                      writes a definition to begin with, whose comments say what to edit
                """.formatted(advice.flags()) : """
                  ./tallyroll check %s
                      after editing what is marked with "<-" in it
                """.formatted(written))
                .toString();
    }

    private static String points(String title, List<String> points) {
        if (points.isEmpty()) {
            return "";
        }
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.OFF),
                new Help.Column(MARGIN, 2, Overflow.TRUNCATE),
                new Help.Column(WIDTH - MARGIN, 0, Overflow.WRAP));
        table.indentWrappedLines = 0;
        points.forEach(point -> table.addRowValues("-", point));
        return "\n" + title + "\n" + table;
    }

    /** How summaries are kept × how events come in. */
    private Table grid() {
        Table.Builder table = Table.of(texts(List.of("kept as", "receiver", "receiver and log", "Kafka, direct")));
        for (SummaryMode kept : SummaryModes.all()) {
            List<String> row = new ArrayList<>(List.of(kept.label()));
            for (IngestionMode way : IngestionModes.all()) {
                row.add(cell(new Strategy(kept, way)));
            }
            table.row(row);
        }
        return table.build();
    }

    private String cell(Strategy strategy) {
        String label = strategy.label();
        return strategy.equals(advice.strategy())
                ? "[" + label + "]"
                : strategy.recommended() ? " " + label : "(" + label + ")";
    }

    Map<String, Table> tables() {
        Map<String, Object> chosen = new LinkedHashMap<>();
        chosen.put("strategy", advice.strategy().label());
        chosen.putAll(advice.answers());
        chosen.put("definition", written);
        Table.Builder reasons = Table.of(texts(List.of("kind", "text")));
        advice.points("why").forEach(text -> reasons.row("why", text));
        advice.givesUp().forEach(text -> reasons.row("gives up", text));
        advice.points("note").forEach(text -> reasons.row("note", text));
        Table.Builder strategies = Table.of(texts(List.of("strategy", "keeping", "way", "chosen", "recommended")));
        Strategy.all()
                .forEach(one -> strategies.row(
                        one.label(),
                        one.summaryMode().label(),
                        one.ingestionMode().label(),
                        one.equals(advice.strategy()),
                        one.recommended()));
        Map<String, Table> parts = new LinkedHashMap<>();
        parts.put(
                "advice",
                Table.of(texts(chosen.keySet()))
                        .row(new ArrayList<>(chosen.values()))
                        .build());
        parts.put("reasons", reasons.build());
        parts.put("strategies", strategies.build());
        return parts;
    }

    private static Column[] texts(Collection<String> titles) {
        return titles.stream().map(Column::text).toArray(Column[]::new);
    }
}
