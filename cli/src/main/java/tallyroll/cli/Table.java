package tallyroll.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A result of rows and columns, written the same way by every command. A value may be null (nothing known), a string, a
 * boolean, a number, {@link Entries} or anything whose {@code toString} is its text, such as an instant.
 */
public record Table(List<Column> columns, List<List<Object>> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of %d values in a table of %d columns: %s".formatted(row.size(), columns.size(), row));
            }
        }
    }

    /** Starts a table with these columns. */
    public static Builder of(Column... columns) {
        return new Builder(List.of(columns));
    }

    /** The whole table as text, ending with a line end. */
    public String text(Format format) {
        return switch (format) {
            case TABLE -> PlainText.of(this);
            case CSV -> Csv.of(this);
            case JSON -> Json.of(this);
        };
    }

    /** Several tables under their titles as text, see {@link Console#print(Format, Map)}. */
    public static String text(Format format, Map<String, Table> titled) {
        if (format == Format.JSON) {
            return Json.of(titled);
        }
        String mark = format == Format.CSV ? "# " : "";
        List<String> parts = new ArrayList<>();
        titled.forEach((title, table) -> parts.add(mark + title + "\n" + table.text(format)));
        return String.join("\n", parts);
    }

    /** Collects rows. */
    public static final class Builder {
        private final List<Column> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Builder(List<Column> columns) {
            this.columns = columns;
        }

        /** Adds a row: one value per column, null for nothing known. */
        public Builder row(Object... values) {
            return row(Arrays.asList(values));
        }

        /** Adds a row: one value per column, null for nothing known. */
        public Builder row(List<?> values) {
            rows.add(Collections.unmodifiableList(new ArrayList<>(values)));
            return this;
        }

        public Table build() {
            return new Table(columns, rows);
        }
    }
}
