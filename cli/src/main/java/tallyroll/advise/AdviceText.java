package tallyroll.advise;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import tallyroll.cli.Format;

/** The advice as a page for people. */
final class AdviceText {
    private static final int MARGIN = 4;
    private static final int WIDTH = 100;

    private final StringBuilder page = new StringBuilder();
    private final Answers answers;
    private final Advice advice;
    private final Path written;

    /** @param written the file that a definition was written to, or null */
    AdviceText(Answers answers, Advice advice, Path written) {
        this.answers = answers;
        this.advice = advice;
        this.written = written;
    }

    String text() {
        page.append("Choose ").append(advice.strategy().label()).append("\n");
        points("Why", advice.why());
        points("What it gives up", advice.givesUp());
        points("About the answers", advice.notes());
        page.append('\n').append(Grid.of(advice.strategy()).text(Format.TABLE));
        page.append(Grid.LEGEND);
        next();
        return page.toString();
    }

    private void points(String title, List<String> points) {
        if (points.isEmpty()) {
            return;
        }
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.OFF),
                new Column(MARGIN, 2, Overflow.TRUNCATE),
                new Column(WIDTH - MARGIN, 0, Overflow.WRAP));
        table.indentWrappedLines = 0;
        points.forEach(point -> table.addRowValues("-", point));
        page.append('\n').append(title).append('\n').append(table);
    }

    private void next() {
        page.append("\nTry next\n");
        if (written == null) {
            page.append("  ./tallyroll advise ").append(answers.flags()).append(" --out my_flights.yaml\n");
            page.append("      writes a definition to begin with, whose comments say what to edit\n");
        } else {
            page.append("  ./tallyroll check ").append(written).append('\n');
            page.append("      after editing what is marked with \"<-\" in it\n");
        }
    }
}
