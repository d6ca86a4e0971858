package tallyroll.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SampleReaderTest {
    @Test
    void read_lines_areRecordsWithoutEndsAndBlanks() {
        assertThat(texts(Drafts.sample("a,b\r\n\n \n1,2\n3,4"))).containsExactly("a,b", "1,2", "3,4");
    }

    @Test
    void read_csvWithALineEndInQuotes_isOneRecord() {
        assertThat(texts(Drafts.sample("a,\"x\ny\"\nb,\"z\n"))).containsExactly("a,\"x\ny\"", "b,\"z");
    }

    @Test
    void read_jsonOverSeveralLines_isOneRecordEach() {
        Sample sample = Drafts.sample("{\n \"a\": \"é\"\n}\n{\n \"a\": 2\n}\n");

        assertThat(texts(sample)).containsExactly("{\n \"a\": \"é\"\n}", "{\n \"a\": 2\n}");
        assertThat(sample.remarks())
                .containsExactly("Its values stand on several lines: send each as a record of its own.");
    }

    @Test
    void read_arrayOnOneLine_isItsElements() {
        assertThat(texts(Drafts.sample("[{\"a\":1}, {\"a\":2}]"))).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void read_jsonLinesWithABrokenOne_keepsAll() {
        assertThat(texts(Drafts.sample("{\"a\":1}\n{\n{\"a\":2}\n"))).containsExactly("{\"a\":1}", "{", "{\"a\":2}");
    }

    @Test
    void read_moreThanTheLimit_takesTheFirst() {
        SampleLimits two = new SampleLimits(2, 1 << 20, Duration.ofSeconds(10));
        Sample sample =
                SampleReader.read(in("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n".getBytes(StandardCharsets.UTF_8)), "x", two);

        assertThat(sample.records()).hasSize(2);
        assertThat(sample.extent()).isEqualTo("the first 2 records");
    }

    @Test
    void read_moreBytesThanTheLimit_leavesTheCutLineOut() {
        SampleLimits few = new SampleLimits(1_000_000, 100_000, Duration.ofSeconds(10));
        Sample sample =
                SampleReader.read(in("{\"abc\":12345}\n".repeat(100_000).getBytes(StandardCharsets.UTF_8)), "x", few);

        assertThat(texts(sample)).hasSizeLessThan(20_000).allMatch("{\"abc\":12345}"::equals);
    }

    @Test
    void read_packed_isUnpacked() throws IOException {
        byte[] plain = "{\"a\":1}\n".repeat(3).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }

        assertThat(Drafts.sample(packed.toByteArray()).records()).hasSize(3);
        assertThat(Drafts.sample(Zstd.compress(plain)).records()).hasSize(3);
    }

    @Test
    void read_packedBomb_endsAtTheLimit() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            java.util.Arrays.fill(zeros, (byte) 'a');
            for (int i = 0; i < 200; i++) {
                gzip.write(zeros);
            }
        }
        SampleLimits few = new SampleLimits(1_000, 1 << 20, Duration.ofSeconds(10));

        assertThat(SampleReader.read(in(packed.toByteArray()), "x", few)
                        .records()
                        .get(0)
                        .value()
                        .length)
                .isLessThan(2 << 20);
    }

    @Test
    void read_pipeWhoseWriterIsSilent_isLeftWithWhatCame() throws IOException {
        PipedInputStream pipe = new PipedInputStream();
        PipedOutputStream writer = new PipedOutputStream(pipe);
        writer.write("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
        writer.flush();
        SampleLimits soon = new SampleLimits(1_000, 1 << 20, Duration.ofSeconds(2));

        assertThat(texts(SampleReader.read(pipe, "x", soon))).containsExactly("{\"a\":1}");
    }

    @Test
    void read_nothingOrNoText_saysWhatToDo() {
        assertThatThrownBy(() -> Drafts.sample("\n\n"))
                .isInstanceOf(SampleException.class)
                .hasMessage(
                        "Cannot sample the file \"x\": it holds no events. Put some there first, for a definition is made of"
                                + " what they look like.");
        assertThatThrownBy(() -> Drafts.sample(new byte[] {'a', 0, 'b'}))
                .hasMessageContaining("it is not text (byte 1 is 0)");
        assertThatThrownBy(() -> Drafts.sample("a\n".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> Drafts.sample(new byte[] {0x1F, (byte) 0x8B, 1, 2}))
                .hasMessageContaining("Cannot sample");
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static List<String> texts(Sample sample) {
        return sample.records().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
