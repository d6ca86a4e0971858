package tallyroll.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the rows of one result as they come, each a value per column; what it writes is what a {@link Table} of them would be. */
public abstract class RowWriter {
    /** Adds a row: one value per column, null for nothing known. */
    public abstract void row(List<?> values);

    /** Completes the result. Not after a failure: what is cut off should be seen to be. */
    public abstract void end();

    /** Begins a result. */
    public static RowWriter of(Console console, RowFormat format, List<Column> columns) {
        return switch (format) {
            case TABLE -> new Gathered(console, columns);
            case CSV -> new Lines(console, columns);
            case JSON, NDJSON -> new Objects(console, columns, format == RowFormat.JSON);
        };
    }

    private static final class Gathered extends RowWriter {
        private final Console console;
        private final Table.Builder table;

        Gathered(Console console, List<Column> columns) {
            this.console = console;
            table = Table.of(columns.toArray(Column[]::new));
        }

        @Override
        public void row(List<?> values) {
            table.row(values);
        }

        @Override
        public void end() {
            console.print(Format.TABLE, table.build());
        }
    }

    private static final class Lines extends RowWriter {
        private final Console console;

        Lines(Console console, List<Column> columns) {
            this.console = console;
            console.out().print(Csv.line(columns.stream().map(Column::name).toList()));
        }

        @Override
        public void row(List<?> values) {
            console.out().print(Csv.line(values));
        }

        @Override
        public void end() {
            console.out().flush();
        }
    }

    private static final class Objects extends RowWriter {
        private final Console console;
        private final List<Column> columns;
        private final boolean array;
        private final JsonGenerator json;
        private boolean any;

        Objects(Console console, List<Column> columns, boolean array) {
            this.console = console;
            this.columns = columns;
            this.array = array;
            try {
                json = Json.generator(console.out(), array);
                if (array) {
                    json.writeStartArray();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException("writing JSON", failed);
            }
        }

        @Override
        public void row(List<?> values) {
            try {
                Json.row(json, columns, values);
                any = true;
            } catch (IOException failed) {
                throw new UncheckedIOException("writing JSON", failed);
            }
        }

        @Override
        public void end() {
            try {
                if (array) {
                    json.writeEndArray();
                }
                json.close();
                console.out().print(any || array ? "\n" : "");
                console.out().flush();
            } catch (IOException failed) {
                throw new UncheckedIOException("writing JSON", failed);
            }
        }
    }
}
