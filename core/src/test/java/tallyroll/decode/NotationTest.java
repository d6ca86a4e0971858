package tallyroll.decode;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What a value may look like, by the one rule for all types and by what a definition says beside it. */
class NotationTest {
    private static final Notation STRICT = new Notation(true, List.of(), ".", "", List.of());
    private static final Notation GERMAN = new Notation(false, List.of("-", "k.A."), ",", ".", List.of());
    private static final Notation FRENCH = new Notation(false, List.of(), ",", " ", List.of());
    private static final Notation WORDS = new Notation(false, List.of("NULL"), ".", "", List.of("yes/no", "1/0"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string        | 7                 | 7",
                "string        | 1.50              | 1.50",
                "string        | true              | true",
                "string        | {\"a\": [1, 2]}   | {\"a\": [1, 2]}",
                "string        | [1, {}]           | [1, {}]",
                "int           | \"7\"             | 7",
                "long          | \"12.0\"          | 12",
                "double        | \"1e3\"           | 1000.0",
                "decimal(9,2)  | \"1.50\"          | 1.50",
                "boolean       | \"TRUE\"          | true",
                "int           | \"7.5\"           | wrong-type",
                "int           | \"\"              | wrong-type",
                "int           | {}                | wrong-type",
                "int           | true              | wrong-type",
                "boolean       | 1                 | wrong-type",
                "boolean       | \"yes\"           | wrong-type",
            })
    void json_ofAnyForm_countsWhereNothingIsLost(String type, String json, String expected) {
        assertThat(json(type, Notation.PLAIN, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string  | 7        | wrong-type",
                "string  | {}       | wrong-type",
                "string  | \"7\"    | 7",
                "int     | \"7\"    | wrong-type",
                "int     | 7        | 7",
                "boolean | \"true\" | wrong-type",
                "boolean | true     | true",
            })
    void json_strict_countsInItsOwnFormOnly(String type, String json, String expected) {
        assertThat(json(type, STRICT, json)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal(12,2) | 1.234.567,89 | 1234567.89",
                "decimal(12,2) | -1.234,5     | -1234.50",
                "decimal(12,2) | 1234,5       | 1234.50",
                "int           | 1.234        | 1234",
                "int           | 12           | 12",
                "double        | 0,5          | 0.5",
                "decimal(12,2) | 1.5          | wrong-type",
                "decimal(12,2) | 12.34.567    | wrong-type",
                "decimal(12,2) | 1,234.5      | wrong-type",
                "int           | -            | null",
                "string        | k.A.         | null",
            })
    void cells_withMarks_areNumbers(String type, String cell, String expected) {
        assertThat(cell(type, GERMAN, cell)).isEqualTo(expected);
    }

    @Test
    void cells_withSpaces_takeThoseThatDoNotBreakToo() {
        assertThat(cell("int", FRENCH, "1 234 567")).isEqualTo("1234567");
        assertThat(cell("int", FRENCH, "1\u202f234\u00a0567")).isEqualTo("1234567");
    }

    @ParameterizedTest
    @CsvSource({"Yes,true", "no,false", "1,true", "0,false", "true,true", "2,wrong-type", "NULL,null", "null,wrong-type"
    })
    void cells_withWords_areBooleans(String cell, String expected) {
        assertThat(cell("boolean", WORDS, cell)).isEqualTo(expected);
    }

    @Test
    void json_numbersForBooleans_areReadAsTheirWords() {
        assertThat(json("boolean", WORDS, "1")).isEqualTo("true");
        assertThat(json("boolean", WORDS, "0")).isEqualTo("false");
        assertThat(json("int", WORDS, "\"NULL\"")).isEqualTo("null");
    }

    private static String json(String type, Notation notation, String value) {
        Field field = field(type, notation);
        Event event = new Event(new EventSchema(List.of(field)));
        Decoding read = new JsonDecoder(List.of(new FieldReader(field, 0)))
                .decode(Message.of(Slice.of("{\"v\": " + value + "}")), event);
        return shown(read, event);
    }

    private static String cell(String type, Notation notation, String value) {
        Field field = field(type, notation);
        Event event = new Event(new EventSchema(List.of(field)));
        return shown(new FieldReader(field, 0).text(Slice.of(value), event), event);
    }

    private static Field field(String type, Notation notation) {
        FieldType known = FieldType.parse(type).orElseThrow();
        return new Field("v", known, "v", "", "", "UTC", Missing.NULL, notation.of(known));
    }

    private static String shown(Decoding read, Event event) {
        if (!read.ok()) {
            return read.code();
        }
        if (event.isNull(0)) {
            return "null";
        }
        return switch (event.schema().field(0).type().kind()) {
            case STRING -> event.stringAt(0);
            case BOOLEAN -> String.valueOf(event.longAt(0) == 1);
            case DOUBLE -> String.valueOf(event.doubleAt(0));
            case DECIMAL -> event.decimalAt(0).toPlainString();
            default -> String.valueOf(event.longAt(0));
        };
    }
}
