package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;
import tallyroll.time.Micros;

/** Numbers and texts by one of several patterns. */
class FirstTimeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Seconds of the years up to 9999 come first, and milliseconds after 1978 are larger.
                "epoch_seconds epoch_millis    | 1714557600      | 2024-05-01T10:00:00Z",
                "epoch_seconds epoch_millis    | 1714557600123   | 2024-05-01T10:00:00.123Z",
                "epoch_seconds epoch_millis    | 1714557600.25   | 2024-05-01T10:00:00.250Z",
                "yyyyMMddHH epoch_millis       | 2019102120      | 2019-10-21T20:00:00Z",
                "yyyyMMddHH epoch_millis       | 2019102199      | 1970-01-24T08:51:42.199Z",
                "yyyyMMddHH                    | 2019102120      | 2019-10-21T20:00:00Z",
                "yyyyMMddHH                    | 20191021        | bad-time",
                "yyyyMMddHH                    | 20191021.20     | bad-time",
                "yyyy/MM/dd dd.MM.yyyy         | \"01.05.2024\" | 2024-05-01T00:00:00Z",
                "yyyy/MM/dd dd.MM.yyyy         | \"2024/05/01\" | 2024-05-01T00:00:00Z",
                "yyyy/MM/dd dd.MM.yyyy         | \"2024-05-01\" | bad-time",
                "yyyy/MM/dd dd.MM.yyyy         | true            | wrong-type",
            })
    void read_byPatterns_isTheFirstThatFits(String patterns, String json, String expected) {
        Field field = field(List.of(patterns.split(" ")));
        Event event = new Event(new EventSchema(List.of(field)));

        Decoding decoding = decode(field, json, event);

        assertThat(decoding.ok() ? Micros.toInstant(event.longAt(0)).toString() : decoding.code())
                .isEqualTo(expected);
    }

    @Test
    void read_byNoPattern_saysAllOfThem() {
        Field field = field(List.of("epoch_millis", "yyyyMMdd"));

        assertThat(decode(field, "\"noon\"", new Event(new EventSchema(List.of(field)))))
                .isEqualTo(new Decoding(
                        "bad-time",
                        "field \"at\": noon is not a number of epoch_millis, nor a time written as yyyyMMdd"));
    }

    @Test
    void read_numberWithoutAPattern_saysWhatIsNeeded() {
        Field field = field(List.of());

        assertThat(decode(field, "1714557600", new Event(new EventSchema(List.of(field))))
                        .reason())
                .isEqualTo(
                        "field \"at\": 1714557600 is a number, and a timestamp without a pattern is ISO-8601 text; a pattern"
                                + " says how a number is one: epoch_millis, or digits such as yyyyMMddHH");
    }

    private static Decoding decode(Field field, String json, Event event) {
        byte[] raw = ("{\"at\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        return new JsonDecoder(List.of(new FieldReader(field, 0))).decode(Message.of(Slice.of(raw)), event);
    }

    private static Field field(List<String> patterns) {
        return new Field(
                "at", FieldType.TIMESTAMP, "at", "", String.join("\n", patterns), "UTC", Missing.NULL, Notation.PLAIN);
    }
}
