package tallyroll.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.decode.Decoding;
import tallyroll.decode.RecordDecoder;
import tallyroll.event.Event;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.time.Micros;

/** Event time from an expression: nanoseconds, a text of another form, JSON inside a JSON string, two columns. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DerivedTimeTest {
    private Pipeline pipeline;
    private RecordDecoder decoder;
    private Event event;

    @BeforeAll
    void readDefinition() {
        pipeline = Definition.parse("""
                        pipeline: shapes
                        source: {kafka: {bootstrap: "localhost:9092", topic: shapes}}
                        event:
                          format: json
                          id: id
                          time: {field: at, not_before: 2001-01-01}
                          fields:
                            id: string
                            ns: long
                            log_time: string
                            inner: string
                            day: string
                            hour: string
                            at:
                              type: timestamp
                              expr: >
                                coalesce(timestamp_micros(ns div 1000), try_to_timestamp(log_time, 'yyyy-MM-dd HH:mm:ss,SSS'),
                                try_to_timestamp(get_json_object(inner, '$.time')), try_to_timestamp(concat(day, ' ', hour), 'd.M.yyyy H'))
                        rollups: {all: {by: [id], every: [1h], measures: {events: count}}}
                        """, "shapes.yaml", Environment.of(Map.of()));
        decoder = new RecordDecoder(
                pipeline.event(), "shapes", SparkExpressions.of(pipeline).bind());
        event = new Event(pipeline.event().schema());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"ns\":1714557600123456789                                       | 2024-05-01T10:00:00.123Z",
                "\"log_time\":\"2024-05-01 10:00:00,250\"                         | 2024-05-01T10:00:00.250Z",
                "\"inner\":\"{\\\"time\\\":\\\"2024-05-01T12:00:00+02:00\\\"}\"   | 2024-05-01T10:00:00Z",
                "\"day\":\"1.5.2024\",\"hour\":\"10\"                             | 2024-05-01T10:00:00Z",
            })
    void decode_recordOfEachShape_hasTheTimeOfTheExpression(String fields, Instant expected) {
        assertThat(decode(fields)).isEqualTo(Decoding.OK);
        assertThat(Micros.toInstant(event.timeMicros())).isEqualTo(expected);
    }

    @Test
    void decode_recordOfNoShape_isADeadLetter() {
        assertThat(decode("\"log_time\":\"noon\""))
                .isEqualTo(new Decoding(
                        "missing-field", "field \"at\" is missing or null; the definition rejects events without it"));
    }

    private Decoding decode(String fields) {
        byte[] raw = ("{\"id\":\"a\"," + fields + "}").getBytes(StandardCharsets.UTF_8);
        return decoder.decode(Slice.of(raw), 0, 0, event);
    }
}
