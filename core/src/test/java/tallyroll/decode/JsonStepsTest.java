package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.event.Missing;
import tallyroll.event.Notation;

/** What paths read from a record with arrays and keys with dots, and which cannot be used. */
class JsonStepsTest {
    private static final String RECORD =
            "{\"a\":{\"n\":1},\"items\":[{\"n\":2},{\"n\":[3,4]},5],\"http.status_code\":6,\"0\":{\"x.y\":{\"1\":7}},\"q'\":8}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.n                        | 1",
                "$.a.n                      | 1",
                "$['a'].n                   | 1",
                "items[0].n                 | 2",
                "$.items[1].n[1]            | 4",
                "items[1]['n'][0]           | 3",
                "items[2]                   | 5",
                "items[3]                   | -",
                "items[0].n[0]              | -",
                "['http.status_code']       | 6",
                "\"http.status_code\"       | 6",
                "http.status_code           | -",
                "0.\"x.y\"['1']             | 7",
                "['q\\'']                   | 8",
            })
    void decode_path_readsTheValueThere(String path, String expected) {
        assertThat(read(RECORD, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`items`:[{`n`:1}],`items`:[{}]}      | -",
                "{`items`:[{`n`:1}],`items`:{`n`:2}}   | -",
                "{`items`:[{`n`:1}],`items`:3}         | -",
                "{`items`:[{`n`:1},{`n`:2}]}           | 1",
                "{`items`:[[],{`n`:2}]}                | -",
            })
    void decode_repeatedKeyOfAnArray_itsLastValueCounts(String record, String expected) {
        assertThat(read(record.replace('`', '"'), "items[0].n")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "items[*].n   | has \"*\", which matches several values, and a field has one; name a place such as items[0]",
                "items.*      | has \"*\", which matches several values, and a field has one; name a place such as items[0]",
                "items[0:2]   | has \"0:2\", which matches several values, and a field has one; name a place such as items[0]",
                "items[?(@.n)] | has \"?(@.n)\", which matches several values, and a field has one; name a place such as items[0]",
                "items.0.n    | may mean a place in an array or a key; write [0] or ['0'] in place of .0",
                "items[-1]    | has \"[-1]\", where a place counted from 0, as in items[0], or a key in quotes is expected",
                "items[0      | has \"[0\", where a place counted from 0, as in items[0], or a key in quotes is expected",
                "items[0]n    | has no dot before \"n\"",
                "a..n         | has two dots or ends in one; names are separated by one dot each, such as flight.carrier.code",
                "['a          | has a quote that does not end",
                "['a'         | has no ] after ['a'",
                "$            | is the whole event, and a field reads one value of it",
            })
    void fault_pathThatLeadsToNoOneValue_saysWhy(String path, String rule) {
        assertThat(JsonSteps.fault(path)).contains(rule);
    }

    private static String read(String record, String path) {
        Field field = new Field("n", FieldType.INT, path, "", "", "UTC", Missing.NULL, Notation.PLAIN);
        Event event = new Event(new EventSchema(List.of(field)));
        Decoding decoding = new JsonDecoder(List.of(new FieldReader(field, 0)))
                .decode(Message.of(Slice.of(record.getBytes(StandardCharsets.UTF_8))), event);
        assertThat(decoding).isEqualTo(Decoding.OK);
        return event.isNull(0) ? "-" : Long.toString(event.longAt(0));
    }
}
