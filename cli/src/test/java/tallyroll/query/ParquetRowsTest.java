package tallyroll.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.Entries;
import tallyroll.cli.Failure;
import tallyroll.measure.ColumnType;
import tallyroll.query.ParquetRows.Typed;

class ParquetRowsTest {
    private static final List<Typed> COLUMNS = List.of(
            new Typed("place", ColumnType.TEXT, 0),
            new Typed("at", ColumnType.TIMESTAMP, 0),
            new Typed("n", ColumnType.BIGINT, 0),
            new Typed("wide", ColumnType.VARINT, 0),
            new Typed("price", ColumnType.DECIMAL, 2),
            new Typed("mean", ColumnType.DOUBLE, 0),
            new Typed("fresh", ColumnType.BOOLEAN, 0),
            new Typed("often", ColumnType.RANKING, 0),
            new Typed("bars", ColumnType.COUNTS, 0));

    @TempDir
    private Path directory;

    @Test
    void rows_ofEveryType_areReadByParquet() throws IOException {
        Path file = directory.resolve("rows.parquet");
        ParquetRows rows = new ParquetRows(file, COLUMNS);
        rows.row(List.of(
                "ü",
                Instant.parse("2026-11-28T10:00:00.000001Z"),
                7L,
                new BigInteger("123456789012345678901234567890"),
                new BigDecimal("12.3"),
                0.5,
                true,
                new Entries(List.of(entry("value", "a", "count", 4L), entry("value", "b", "count", 2L)), ""),
                new Entries(List.of(entry("from", null, "to", new BigDecimal(10), "count", 1L)), "")));
        rows.row(Arrays.asList(new Object[COLUMNS.size()]));
        rows.end();

        List<Group> read = read(file);
        Group first = read.get(0);
        assertThat(first.getString("place", 0)).isEqualTo("ü");
        assertThat(first.getLong("at", 0)).isEqualTo(1_795_860_000_000_001L);
        assertThat(first.getLong("n", 0)).isEqualTo(7);
        assertThat(new BigInteger(first.getBinary("wide", 0).getBytes()))
                .isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(new BigInteger(first.getBinary("price", 0).getBytes())).isEqualTo(1_230);
        assertThat(first.getDouble("mean", 0)).isEqualTo(0.5);
        assertThat(first.getBoolean("fresh", 0)).isTrue();
        assertThat(first.getGroup("often", 0).getFieldRepetitionCount("list")).isEqualTo(2);
        Group second = first.getGroup("often", 0).getGroup("list", 1).getGroup("element", 0);
        assertThat(second.getString("value", 0) + second.getLong("count", 0)).isEqualTo("b2");
        Group bar = first.getGroup("bars", 0).getGroup("list", 0).getGroup("element", 0);
        assertThat(bar.getFieldRepetitionCount("from")).isZero();
        assertThat(bar.getDouble("to", 0)).isEqualTo(10);
        assertThat(COLUMNS).allSatisfy(column -> assertThat(read.get(1).getFieldRepetitionCount(column.name()))
                .isZero());
    }

    @Test
    void file_thatIsThere_isLeftAsItIs() {
        Path file = directory.resolve("there.parquet");
        new ParquetRows(file, COLUMNS).end();

        assertThatThrownBy(() -> new ParquetRows(file, COLUMNS))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("it is there already");
    }

    @Test
    void sum_beyondParquetsDecimals_isAFailureThatSaysWhatToDo() {
        ParquetRows rows =
                new ParquetRows(directory.resolve("wide.parquet"), List.of(new Typed("wide", ColumnType.VARINT, 0)));

        assertThatThrownBy(() -> rows.row(List.of(BigInteger.TEN.pow(40))))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("take --format csv or json");
    }

    private static Map<String, Object> entry(Object... pairs) {
        Map<String, Object> entry = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entry.put((String) pairs[i], pairs[i + 1]);
        }
        return entry;
    }

    private static List<Group> read(Path file) throws IOException {
        List<Group> groups = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            PageReadStore pages = reader.readNextRowGroup();
            RecordReader<Group> records =
                    new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
            for (long row = 0; row < pages.getRowCount(); row++) {
                groups.add(records.read());
            }
        }
        return groups;
    }
}
