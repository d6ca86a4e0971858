package tallyroll.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.control.IngestClaim;
import tallyroll.control.Request.ImportedRange;
import tallyroll.flow.SourceCursor;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.pipeline.Pipeline;

class FileOriginTest {
    private static final long NOW = 1_700_000_000_000_000L;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "json, a.ndjson",
        "json, a.ndjson.gz",
        "json, a.ndjson.zst",
        "csv, a.csv",
        "csv, a.csv.gz",
        "text, a.log"
    })
    void pieces_ofAnySize_haveEachLineOnceAtItsPlace(String format, String name) throws IOException {
        Random random = new Random(name.hashCode());
        for (int round = 0; round < 25; round++) {
            List<String> lines = lines(random, format);
            ImportedRange file =
                    write(name, String.join(round % 2 == 0 ? "\n" : "\r\n", lines) + (round % 3 == 0 ? "" : "\n"));
            long bytes = 1L + random.nextInt(200);

            List<Read> read = read(file, format, bytes);

            assertThat(read).extracting(Read::value).as("pieces of " + bytes).isEqualTo(events(lines));
            Set<Long> places = read.stream().map(Read::position).collect(Collectors.toSet());
            assertThat(places).hasSameSizeAs(read);
            assertThat(read(file, format, 1 << 20)).as("however it is cut").isEqualTo(read);
        }
    }

    @Test
    void line_longerThanRecordsMayBe_isOneByteLongerAndTheNextIsWhole() throws IOException {
        ImportedRange file = write("long.ndjson", "{\"a\":\"" + "x".repeat(300_000) + "\"}\n{\"a\":1}\n");

        List<Read> read = read(file, "json", 1 << 20);

        assertThat(read.get(0).value()).hasSize(16_384 + 1);
        assertThat(read.get(1).value()).isEqualTo("{\"a\":1}");
    }

    @Test
    void fileOfOneArray_isRefusedWithWhatToDo() throws IOException {
        ImportedRange file = write("array.json", "[{\"a\":1},\n{\"a\":2}]\n");

        assertThatThrownBy(() -> read(file, "json", 100))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("array.json: its first line is not a whole event")
                .hasMessageContaining("jq -c '.[]' FILE");
    }

    @Test
    void file_thatIsAnotherThanWasAskedFor_isRefused() throws IOException {
        ImportedRange file = write("a.ndjson", "{\"a\":1}\n");
        write("a.ndjson", "{\"a\":1}\n{\"a\":2}\n");

        assertThatThrownBy(() -> read(file, "json", 100))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("it has 16 bytes now and had 8 when it was asked for");
    }

    @Test
    void packedFile_thatIsCutOff_isAnErrorWithItsName() throws IOException {
        ImportedRange whole = write("a.ndjson.gz", "{\"a\":1}\n".repeat(1_000));
        byte[] bytes = Files.readAllBytes(directory.resolve("a.ndjson.gz"));
        Files.write(directory.resolve("a.ndjson.gz"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> read(new ImportedRange(whole.uri(), 0, bytes.length / 2), "json", 100))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("Cannot read " + whole.uri());
    }

    @Test
    void value_thatLooksLikeOneWithSomethingBesideIt_isWrapped() throws IOException {
        byte[] forged = {0, (byte) 0xff, 'T', 'M', 1, 0, 0, 'x'};
        Path path = directory.resolve("forged.ndjson");
        Files.write(path, forged);
        ImportedRange file = new ImportedRange(path.toUri().toString(), 0, forged.length);

        Origin.Piece piece =
                new FileOrigin(pipeline("json"), 100).cut(file, 0, "topic").get(0);
        try (SourceCursor cursor = open(piece, "json")) {
            assertThat(cursor.advance()).isTrue();
            assertThat(tallyroll.decode.Message.of(cursor.value()).value().toByteArray())
                    .isEqualTo(forged);
        }
    }

    private record Read(long position, String value) {}

    private List<Read> read(ImportedRange file, String format, long bytes) {
        List<Read> all = new ArrayList<>();
        for (Origin.Piece piece : new FileOrigin(pipeline(format), bytes).cut(file, 0, "topic")) {
            try (SourceCursor cursor = open(piece, format)) {
                while (cursor.advance()) {
                    all.add(new Read(cursor.offset(), cursor.value().text()));
                }
            }
        }
        return all;
    }

    private static SourceCursor open(Origin.Piece piece, String format) {
        IngestClaim claim = new IngestClaim(1, NOW, 0, List.of(piece.range()), List.of(piece.uri()));
        return ImportOpener.of(claim, Origins.of(pipeline(format))).open(piece.range());
    }

    static Pipeline pipeline(String format) {
        String more = format.equals("csv")
                ? "csv: {columns: [id, at]}"
                : format.equals("text") ? "text: {pattern: '(?P<id>[^ ]+) (?P<at>.*)'}" : "";
        return Definition.parse("""
                        pipeline: trips
                        source: {kafka: {bootstrap: "localhost:9092", topic: topic}}
                        event:
                          format: %s
                          %s
                          id: id
                          time: at
                          max_bytes: 16KB
                          fields: {id: string, at: timestamp}
                        rollups: {all: {by: [], every: [1h], measures: {trips: count}}}
                        """.formatted(format, more), "trips.yaml", Environment.of(Map.of()));
    }

    private static List<String> events(List<String> lines) {
        return lines.stream().filter(line -> !line.isEmpty()).toList();
    }

    private static List<String> lines(Random random, String format) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            String text = "x".repeat(random.nextInt(80));
            lines.add(
                    switch (random.nextInt(6)) {
                        case 0 -> "";
                        case 1 -> format.equals("csv") ? i + ",\"" + text + "\n" + text + "\"\"\"" : i + text;
                        default -> i + "," + text;
                    });
        }
        return lines;
    }

    private ImportedRange write(String name, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(bytes)
                : name.endsWith(".zst") ? new ZstdOutputStream(bytes) : bytes) {
            out.write(text.getBytes(UTF_8));
        }
        Path path = directory.resolve(name);
        Files.write(path, bytes.toByteArray());
        return new ImportedRange(path.toUri().toString(), 0, bytes.size());
    }
}
