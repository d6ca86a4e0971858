package tallyroll.cli;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Aligned columns under a header, numbers to the right with thousands apart. */
final class PlainText {
    private static final String GAP = "  ";
    private static final String UNKNOWN = "-";
    /** Three digits are plenty for the eye; CSV and JSON carry the exact value. */
    private static final String INEXACT = "#,##0.###";

    private PlainText() {}

    static String of(Table table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream().map(Column::title).toList());
        table.rows().forEach(row -> lines.add(cells(table.columns(), row)));
        int[] widths = new int[table.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        }
        lines.add(1, rules(widths));
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line(table.columns(), line, widths)).append('\n'));
        return text.toString();
    }

    private static List<String> cells(List<Column> columns, List<Object> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(columns.get(i).number() ? number(row.get(i)) : words(row.get(i)));
        }
        return cells;
    }

    private static List<String> rules(int[] widths) {
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        return rules;
    }

    private static String line(List<Column> columns, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - width(cells.get(i)));
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).number() ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String number(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? decimals(INEXACT).format(number) : Double.toString(number);
        }
        if (value instanceof BigDecimal exact && exact.scale() > 0) {
            return decimals("#,##0." + "0".repeat(exact.scale())).format(exact);
        }
        return value instanceof Number ? decimals("#,##0").format(value) : words(value);
    }

    private static String words(Object value) {
        if (value == null) {
            return UNKNOWN;
        }
        // A stored line end must not break the table.
        return value.toString().replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }

    private static DecimalFormat decimals(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }
}
