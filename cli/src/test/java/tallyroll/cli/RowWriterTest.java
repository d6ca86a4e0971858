package tallyroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that come one by one are written as a table of all of them is. */
class RowWriterTest {
    private static final List<Column> COLUMNS = List.of(Column.text("place"), Column.number("n"));
    private static final List<List<Object>> ROWS =
            List.of(List.of("a, \"b\"", 1L), Arrays.asList(null, 2_000L), List.of("c", -1.5));

    @ParameterizedTest
    @EnumSource(Format.class)
    void rows_ofAnyFormat_areTheTable(Format format) {
        assertThat(written(RowFormat.valueOf(format.name()), ROWS))
                .isEqualTo(table(ROWS).text(format));
        assertThat(written(RowFormat.valueOf(format.name()), List.of()))
                .isEqualTo(table(List.of()).text(format));
    }

    @Test
    void rows_ndjson_areAnObjectALine() {
        assertThat(written(RowFormat.NDJSON, ROWS)).isEqualTo("""
                {"place":"a, \\"b\\"","n":1}
                {"place":null,"n":2000}
                {"place":"c","n":-1.5}
                """);
        assertThat(written(RowFormat.NDJSON, List.of())).isEmpty();
    }

    private static Table table(List<List<Object>> rows) {
        Table.Builder table = Table.of(COLUMNS.toArray(Column[]::new));
        rows.forEach(table::row);
        return table.build();
    }

    private static String written(RowFormat format, List<List<Object>> rows) {
        StringWriter out = new StringWriter();
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, Path.of(""), Map.of());
        RowWriter writer = RowWriter.of(console, format, COLUMNS);
        rows.forEach(writer::row);
        writer.end();
        return out.toString();
    }
}
