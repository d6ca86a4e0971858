package tallyroll.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.Slice;

class EventTest {
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("text", FieldType.STRING),
            Field.of("count", FieldType.LONG),
            Field.of("ratio", FieldType.DOUBLE),
            Field.of("price", FieldType.decimal(18, 2)),
            Field.of("sum", FieldType.decimal(38, 2)),
            Field.of("at", FieldType.TIMESTAMP)));

    private final Event event = new Event(SCHEMA);

    @Test
    void slots_newOrCleared_areNull() {
        event.putLong(1, 5);
        event.clear();

        assertThat(event.isNull(1)).isTrue();
        assertThat(event.isNull(0)).isTrue();
    }

    @Test
    void putText_partOfAnArray_isReadAsItsText() {
        event.putText(0, Slice.of("xATLx".getBytes(StandardCharsets.UTF_8), 1, 4));

        assertThat(event.stringAt(0)).isEqualTo("ATL");
    }

    @Test
    void numberAt_eachKind_isItsValue() {
        event.putLong(1, -7);
        event.putDouble(2, 0.5);
        event.putLong(3, 1_999);
        event.putDecimal(4, new BigDecimal("12345678901234567890.12"));

        assertThat(List.of(event.numberAt(1), event.numberAt(2), event.numberAt(3), event.numberAt(4)))
                .containsExactly(-7.0, 0.5, 19.99, 12345678901234567890.12);
        assertThat(event.decimalAt(3)).isEqualTo(new BigDecimal("19.99"));
    }

    @Test
    void schema_nameTwice_isRefused() {
        List<Field> twice = List.of(Field.of("a", FieldType.INT), Field.of("a", FieldType.LONG));

        assertThatThrownBy(() -> new EventSchema(twice)).hasMessage("field \"a\" is declared twice");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "decimal(10,2)|decimal(10,2)",
                "decimal( 38 , 0 )|decimal(38,0)",
                "int|int",
                " timestamp |timestamp",
            },
            delimiter = '|')
    void parseType_text_isTheType(String text, String shown) {
        assertThat(FieldType.parse(text)).hasToString("Optional[" + shown + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "integer", "INT", "decimal", "decimal(0,0)", "decimal(39,2)", "decimal(5,6)", "decimal(5)"})
    void parseType_notOne_isEmpty(String text) {
        assertThat(FieldType.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "id|nothing|id||1|the time field \"nothing\" is not among the fields",
                "id|text|id||1|the time field \"text\" is a string, not a timestamp",
                "count|at|nothing||1|the id field \"nothing\" is not among the fields",
                "count|at|count|ratio|1|the revision field \"ratio\" is a double; an int, long or timestamp orders revisions",
                "count|at|count|nothing|1|the revision field \"nothing\" is not among the fields",
                "count|at|count||0|maxBytes is 0; it must be positive",
            },
            delimiter = '|')
    void spec_nonsense_isRefused(String name, String time, String id, String revision, int maxBytes, String message) {
        EventSpec.Duplicates duplicates = revision == null ? EventSpec.Duplicates.FIRST : EventSpec.Duplicates.LAST;

        assertThatThrownBy(() -> new EventSpec(
                        EventSpec.Format.JSON,
                        EventSpec.Csv.NONE,
                        SCHEMA,
                        List.of(id),
                        time,
                        duplicates,
                        revision == null ? "" : revision,
                        maxBytes,
                        EventSpec.Framing.PLAIN))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
