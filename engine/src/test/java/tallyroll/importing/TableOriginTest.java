package tallyroll.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.control.Request.ImportedRange;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;
import tallyroll.store.ForeignTable;

class TableOriginTest {
    private static final ImportedRange TABLE =
            new ImportedRange("cassandra:archive.trips?pieces=3", 0, ForeignTable.SLICES);

    @Test
    void table_isCutIntoItsPiecesWithoutAHole() {
        List<Origin.Piece> pieces = new TableOrigin(FileOriginTest.pipeline("json")).cut(TABLE, 4, "topic");

        assertThat(pieces).hasSize(3);
        long at = 0;
        for (Origin.Piece piece : pieces) {
            assertThat(piece.uri()).isEqualTo("cassandra:archive.trips");
            assertThat(piece.range().source()).isEqualTo("topic");
            assertThat(piece.range().partition()).isEqualTo(4);
            assertThat(piece.range().from()).isEqualTo(at);
            at = piece.range().until();
        }
        assertThat(at).isEqualTo(ForeignTable.SLICES * TableRows.POSITIONS);
    }

    @Test
    void row_ofAllTypes_isItsJson() throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", "t1");
        row.put("at", Instant.parse("2024-05-01T10:00:00.123Z"));
        row.put("day", LocalDate.parse("2024-05-01"));
        row.put("time", LocalTime.parse("10:00"));
        row.put("uuid", new UUID(1, 2));
        row.put("fare", new BigDecimal("12.50"));
        row.put("huge", new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE));
        row.put("count", 7);
        row.put("varint", BigInteger.TEN.pow(20));
        row.put("ratio", 0.5f);
        row.put("nan", Double.NaN);
        row.put("late", true);
        row.put("raw", new byte[] {1, 2, 3});
        row.put("tags", List.of("a", "b"));
        row.put("pair", Arrays.asList(1, null));
        row.put("place", Map.of("city", "Bonn"));
        TableRows rows = new TableRows(
                "cassandra:a.b", List.of(row, Map.<String, Object>of()).iterator(), 5);

        assertThat(rows.next()).isTrue();
        assertThat(rows.position()).isEqualTo(5);
        assertThat(rows.value().text())
                .isEqualTo(
                        "{\"id\":\"t1\",\"at\":\"2024-05-01T10:00:00.123Z\",\"day\":\"2024-05-01\",\"time\":\"10:00:00\","
                                + "\"uuid\":\"00000000-0000-0001-0000-000000000002\",\"fare\":12.50,\"huge\":1E+2147483648,\"count\":7,"
                                + "\"varint\":100000000000000000000,\"ratio\":0.5,\"nan\":\"NaN\",\"late\":true,\"raw\":\"AQID\","
                                + "\"tags\":[\"a\",\"b\"],\"pair\":[1,null],\"place\":{\"city\":\"Bonn\"}}");
        assertThat(rows.next()).isTrue();
        assertThat(rows.position()).isEqualTo(6);
        assertThat(rows.value().text()).isEqualTo("{}");
        assertThat(rows.next()).isFalse();
    }

    @Test
    void table_whereEventsAreNotJsonOrHaveNoId_isRefused() {
        assertThatThrownBy(() -> new TableOrigin(FileOriginTest.pipeline("csv")).requireReadable(TABLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("rows become JSON objects, and its events are csv");
        assertThatThrownBy(() -> new TableOrigin(pipeline("", "")).requireReadable(TABLE))
                .hasMessageContaining("the definition no event.id");
        assertThatThrownBy(() -> new TableOrigin(pipeline("id: id,", ", place: {type: long, path: kafka.offset}"))
                        .requireReadable(TABLE))
                .hasMessageContaining("reads kafka.offset, which only a record of a topic has");
        new TableOrigin(pipeline("id: id,", "")).requireReadable(TABLE);
    }

    @Test
    void tableOfThePipeline_isRefused() {
        Pipeline pipeline = pipeline("id: id,", "");
        String own = "cassandra:" + pipeline.cassandra().keyspace() + ".tally_blocks";

        assertThatThrownBy(() -> TableOrigin.range(pipeline, TableAddress.parse(own)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("its keyspace is the pipeline's own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cassandra:", "cassandra:trips", "cassandra:a.b.c", "cassandra:a-b.c", "cassandra://h/a.b"})
    void address_thatIsNone_isRefused(String text) {
        assertThatThrownBy(() -> TableAddress.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("\"" + text + "\" is not the address of a table: write cassandra:KEYSPACE.TABLE");
    }

    @Test
    void opener_isWhatATaskCanBeSent() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(new TableOrigin(FileOriginTest.pipeline("json")).opener());
        }
        assertThat(new TableOrigin(FileOriginTest.pipeline("json")).reads("cassandra:a.b"))
                .isTrue();
    }

    private static Pipeline pipeline(String id, String fields) {
        return Definition.parse("""
                        pipeline: trips
                        source: {kafka: {bootstrap: "localhost:9092", topic: topic}}
                        event: {format: json, %s time: at, fields: {id: string, at: timestamp%s}}
                        rollups: {all: {by: [], every: [1h], measures: {trips: count}}}
                        """.formatted(id, fields), "trips.yaml", Environment.of(Map.of()));
    }
}
