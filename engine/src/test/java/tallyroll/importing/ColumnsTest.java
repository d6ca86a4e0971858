package tallyroll.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request.ImportedRange;
import tallyroll.flow.SourceCursor;

/** Files of columns, written by their own libraries. */
class ColumnsTest {
    private static final long NOW = 1_700_000_000_000_000L;

    private static final MessageType TRIP = MessageTypeParser.parseMessageType("""
            message trip {
              required binary id (STRING);
              required int64 at (TIMESTAMP(MICROS,true));
              optional int64 local (TIMESTAMP(MILLIS,false));
              optional int32 day (DATE);
              optional int32 fare (DECIMAL(9,2));
              optional binary price (DECIMAL(20,3));
              optional double ratio;
              optional boolean late;
              optional int32 seats (INTEGER(32,false));
              optional binary raw;
              optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
              optional group names (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } }
              optional group place { required binary city (STRING); }
              repeated int32 marks;
            }
            """);

    private static final Schema ORDER = new Schema.Parser().parse("""
            {"type": "record", "name": "order", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
              {"name": "note", "type": ["null", "string"]},
              {"name": "state", "type": {"type": "enum", "name": "state", "symbols": ["OPEN", "PAID"]}},
              {"name": "lines", "type": {"type": "array", "items": "int"}},
              {"name": "more", "type": {"type": "map", "values": "double"}}
            ]}
            """);

    @TempDir
    private Path directory;

    @Test
    void parquet_rowOfAllTypes_isItsJson() throws IOException {
        Group row = new SimpleGroupFactory(TRIP).newGroup();
        row.append("id", "t1").append("at", 1_714_557_600_123_456L).append("local", 1_714_557_600_000L);
        row.append("day", 19_844).append("fare", 1_250).append("price", Binary.fromConstantByteArray(new byte[] {-1, 56
        }));
        row.append("ratio", 0.25).append("late", true).append("seats", -1);
        row.append("raw", Binary.fromConstantByteArray(new byte[] {1, 2}));
        Group tags = row.addGroup("tags");
        tags.addGroup("list").append("element", "a");
        tags.addGroup("list");
        row.addGroup("names").addGroup("key_value").append("key", "x").append("value", 7);
        row.addGroup("place").append("city", "Köln");
        row.append("marks", 1).append("marks", 2);
        ImportedRange file = parquet("all.parquet", List.of(row), 1 << 20);

        assertThat(read(file))
                .containsExactly("{\"id\":\"t1\",\"at\":\"2024-05-01T10:00:00.123456Z\",\"local\":\"2024-05-01T10:00\","
                        + "\"day\":\"2024-05-01\",\"fare\":12.50,\"price\":-0.200,\"ratio\":0.25,\"late\":true,"
                        + "\"seats\":4294967295,\"raw\":\"AQI=\",\"tags\":[\"a\",null],\"names\":{\"x\":7},"
                        + "\"place\":{\"city\":\"Köln\"},\"marks\":[1,2]}");
    }

    @Test
    void parquet_ofSeveralRowGroups_hasEachRowOnceInEveryPiece() throws IOException {
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(new SimpleGroupFactory(TRIP)
                    .newGroup()
                    .append("id", "t" + i)
                    .append("at", (long) i));
        }
        ImportedRange file = parquet("many.parquet", rows, 16 << 10);
        assertThat(ParquetRows.cut(file.uri())).as("row groups").hasSizeGreaterThan(2);

        List<String> read = read(file);

        assertThat(read).hasSize(5_000);
        assertThat(new HashSet<>(read)).hasSize(5_000);
        Rows from = ParquetRows.open(file.uri(), 4_321);
        assertThat(from.next()).isTrue();
        assertThat(from.position()).isEqualTo(4_321);
        assertThat(from.value().text()).contains("\"t4321\"");
        from.close();
    }

    @Test
    void parquet_thatIsNone_isAnErrorWithItsName() throws IOException {
        Path path = directory.resolve("none.parquet");
        Files.writeString(path, "these are no columns");

        assertThatThrownBy(() -> read(new ImportedRange(path.toUri().toString(), 0, Files.size(path))))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("Cannot read " + path.toUri());
    }

    @Test
    void avro_recordOfAllTypes_isItsJson() throws IOException {
        ImportedRange file = avro("all.avro", List.of(order("o1")), 1 << 20);

        assertThat(read(file))
                .containsExactly(
                        "{\"id\":\"o1\",\"at\":\"2024-05-01T10:00:00.123Z\",\"local\":\"2024-05-01T10:00\","
                                + "\"day\":\"2024-05-01\",\"price\":12.50,\"state\":\"PAID\",\"lines\":[1,2],\"more\":{\"x\":0.5}}");
    }

    @Test
    void avro_ofManyBlocks_hasEachRecordOnceHoweverItIsCut() throws IOException {
        List<GenericData.Record> orders = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            orders.add(order("o" + i));
        }
        ImportedRange file = avro("many.avro", orders, 100);
        List<String> whole = read(file, 1 << 30);
        assertThat(whole).hasSize(1_000);

        for (int bytes : new int[] {33, 100, 1_000, 4_567}) {
            assertThat(read(file, bytes)).as("pieces of " + bytes).isEqualTo(whole);
        }
    }

    private static GenericData.Record order(String id) {
        GenericData.Record order = new GenericData.Record(ORDER);
        order.put("id", id);
        order.put("at", 1_714_557_600_123L);
        order.put("local", 1_714_557_600_000_000L);
        order.put("day", 19_844);
        Schema price = ORDER.getField("price").schema();
        ByteBuffer bytes = new Conversions.DecimalConversion()
                .toBytes(new BigDecimal("12.50"), price, LogicalTypes.fromSchema(price));
        order.put("price", bytes);
        order.put("state", new GenericData.EnumSymbol(ORDER.getField("state").schema(), "PAID"));
        order.put("lines", Arrays.asList(1, 2));
        order.put("more", Map.of("x", 0.5));
        return order;
    }

    private List<String> read(ImportedRange file) {
        return read(file, 1 << 20);
    }

    private static List<String> read(ImportedRange file, int bytes) {
        List<String> all = new ArrayList<>();
        HashSet<Long> places = new HashSet<>();
        for (Origin.Piece piece : new FileOrigin(FileOriginTest.pipeline("json"), bytes).cut(file, 0, "topic")) {
            IngestClaim claim = new IngestClaim(1, NOW, 0, List.of(piece.range()), List.of(piece.uri()));
            try (SourceCursor cursor = ImportOpener.of(claim, Origins.of(FileOriginTest.pipeline("json")))
                    .open(piece.range())) {
                while (cursor.advance()) {
                    assertThat(places.add(cursor.offset()))
                            .as("a place of its own")
                            .isTrue();
                    all.add(cursor.value().text());
                }
            }
        }
        return all;
    }

    private ImportedRange parquet(String name, List<Group> rows, int groupBytes) throws IOException {
        Path path = directory.resolve(name);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withType(TRIP)
                .withRowGroupSize((long) groupBytes)
                .withPageSize(1 << 10)
                .withMinRowCountForPageSizeCheck(10)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return new ImportedRange(path.toUri().toString(), 0, Files.size(path));
    }

    private ImportedRange avro(String name, List<GenericData.Record> orders, int blockBytes) throws IOException {
        Path path = directory.resolve(name);
        try (DataFileWriter<GenericData.Record> writer = new DataFileWriter<>(new GenericDatumWriter<>(ORDER))) {
            writer.setSyncInterval(blockBytes);
            writer.create(ORDER, path.toFile());
            for (GenericData.Record order : orders) {
                writer.append(order);
            }
        }
        return new ImportedRange(path.toUri().toString(), 0, Files.size(path));
    }
}
