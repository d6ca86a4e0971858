package tallyroll.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.control.Request.ImportedRange;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;

class ImportSourceTest {
    @TempDir
    private Path directory;

    @Test
    void source_ofOneTopic_isThatTopic() {
        Pipeline pipeline = pipeline("topic: trips", "format: json", "");

        assertThat(Import.source(pipeline, Optional.empty())).isEqualTo("trips");
        assertThat(Import.source(pipeline, Optional.of("trips"))).isEqualTo("trips");
        assertThatThrownBy(() -> Import.source(pipeline, Optional.of("other")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("\"other\" is no source of it; that is \"trips\"");
    }

    @Test
    void source_ofSeveralTopics_mustBeSaid() {
        Pipeline pipeline = pipeline("topics: [trips, rides]", "format: json", "");

        assertThat(Import.source(pipeline, Optional.of("rides"))).isEqualTo("rides");
        assertThatThrownBy(() -> Import.source(pipeline, Optional.empty())).hasMessageContaining("Write --as TOPIC");
        assertThatThrownBy(() -> Import.source(pipeline, Optional.of("other")))
                .hasMessageContaining("\"other\" is no source of it.");
    }

    @Test
    void file_whereEventsReadTheirOffset_isRefused() {
        Pipeline pipeline = pipeline("topic: trips", "format: json", ", place: {type: long, path: kafka.offset}");

        assertThatThrownBy(() -> readable(pipeline, "file:///a.ndjson"))
                .hasMessageContaining("field \"place\" reads kafka.offset, which only a record of a topic has");
    }

    @Test
    void columns_whereEventsAreNotJson_areRefused() {
        Pipeline csv = pipeline("topic: trips", "format: csv\n  csv: {columns: [id, at]}", "");

        assertThatThrownBy(() -> readable(csv, "file:///a.parquet"))
                .hasMessageContaining("rows of file:///a.parquet become JSON, and its events are csv");
    }

    @Test
    void find_namesPatternsAndDirectories_giveEachFileOnce() throws IOException {
        Files.createDirectories(directory.resolve("old/2023"));
        for (String name :
                List.of("a.ndjson", "b.ndjson", "old/c.ndjson.gz", "old/2023/d e.csv", "old/.crc", "old/_SUCCESS")) {
            Files.writeString(directory.resolve(name), name);
        }

        assertThat(names("a.ndjson", "./a.ndjson", "*.ndjson")).containsExactly("a.ndjson", "b.ndjson");
        assertThat(names("old")).containsExactly("d%20e.csv", "c.ndjson.gz");
        assertThat(names(directory.resolve("b.ndjson").toUri().toString())).containsExactly("b.ndjson");
        assertThatThrownBy(() -> names("nothing*"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Cannot import \"nothing*\": there is no such file, nor a file below it");
        assertThatThrownBy(() -> names("none://x/y"))
                .hasMessageContaining("Cannot import \"none://x/y\": No FileSystem");
    }

    @Test
    void file_withABlankInItsName_isRead() throws IOException {
        Files.writeString(directory.resolve("d e.ndjson"), "{}\n");
        ImportedRange file =
                tallyroll.importing.Files.find(directory, List.of("d e.ndjson")).get(0);

        try (Rows rows = LineRows.open(file.uri(), 0, false, 100)) {
            assertThat(rows.next()).isTrue();
        }
    }

    private static void readable(Pipeline pipeline, String uri) {
        Origins.of(pipeline).requireReadable(List.of(new ImportedRange(uri, 0, 1)));
    }

    private List<String> names(String... names) {
        return tallyroll.importing.Files.find(directory, List.of(names)).stream()
                .map(file -> file.uri().substring(file.uri().lastIndexOf('/') + 1))
                .toList();
    }

    private static Pipeline pipeline(String topics, String format, String fields) {
        return Definition.parse("""
                        pipeline: trips
                        source: {kafka: {bootstrap: "localhost:9092", %s}}
                        event:
                          %s
                          id: id
                          time: at
                          fields: {id: string, at: timestamp%s}
                        rollups: {all: {by: [], every: [1h], measures: {trips: count}}}
                        """.formatted(topics, format, fields), "trips.yaml", Environment.of(Map.of()));
    }
}
