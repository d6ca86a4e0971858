package tallyroll.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** RFC 4180 with {@code \n} as line end: quotes only where a value needs them, nothing for null, "" for the empty string, JSON text for {@link Entries}. */
final class Csv {
    private Csv() {}

    static String of(Table table) {
        StringBuilder text = new StringBuilder();
        text.append(line(table.columns().stream().map(Column::name).toList()));
        table.rows().forEach(row -> text.append(line(row)));
        return text.toString();
    }

    static String line(List<?> values) {
        return values.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String text(Object value) {
        if (value instanceof Entries several) {
            return Json.of(several);
        }
        return value instanceof BigDecimal exact ? exact.toPlainString() : value.toString();
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        String text = text(value);
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
