package tallyroll.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.event.Expressions;
import tallyroll.flights.Flight;
import tallyroll.flights.Flights;
import tallyroll.oracle.DefinitionFile;
import tallyroll.oracle.Oracle;
import tallyroll.oracle.TopicRecord;
import tallyroll.oracle.Verdict;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** What the feed calls broken, the decoder and the oracle call broken too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenTest {
    private static final int OVERSIZE = 2_000_000;

    private String yaml;
    private Pipeline pipeline;

    @BeforeAll
    void readDefinition() throws Exception {
        Path file = Path.of(System.getProperty("tallyroll.home"), "examples", "flights.yaml");
        yaml = Files.readString(file);
        pipeline = Definition.parse(yaml, file.toString(), Environment.of(Map.of()));
    }

    static Stream<byte[]> records() {
        // a record without value has no bytes to decode
        return IntStream.range(0, Broken.KINDS)
                .mapToObj(number -> Broken.record(number, OVERSIZE))
                .filter(value -> value != null);
    }

    @ParameterizedTest
    @MethodSource("records")
    void decode_brokenRecord_isRejectedWithReason(byte[] value) {
        Decoding decoding = decode(value);

        assertThat(decoding.ok()).isFalse();
        assertThat(decoding.code()).isNotBlank();
        assertThat(decoding.reason()).isNotBlank().hasSizeLessThan(1_000);
    }

    @Test
    void judge_brokenRecords_areBroken() {
        List<TopicRecord> topic = new ArrayList<>();
        for (int number = 0; number < Broken.KINDS; number++) {
            topic.add(new TopicRecord(0, number, Broken.record(number, OVERSIZE)));
        }
        topic.add(new TopicRecord(0, Broken.KINDS, wholeFlight()));

        Verdict verdict = Oracle.judge(DefinitionFile.read(yaml), topic, (table, reader) -> {});

        assertThat(verdict.broken()).isEqualTo(Broken.KINDS);
        assertThat(verdict.events()).isEqualTo(1);
        assertThat(verdict.rows()).isEqualTo(3);
    }

    @Test
    void decode_wholeFlight_isAnEvent() {
        assertThat(decode(wholeFlight())).isEqualTo(Decoding.OK);
    }

    private Decoding decode(byte[] value) {
        RecordDecoder decoder =
                new RecordDecoder(pipeline.event(), pipeline.kafka().topic(), Expressions.NONE.bind());
        return decoder.decode(Slice.of(value), 0, 0, new Event(pipeline.event().schema()));
    }

    private static byte[] wholeFlight() {
        try (Flights flights = Flights.slice()) {
            Flight flight = flights.next();
            return FlightJson.plain().apply(flight);
        }
    }
}
