package tallyroll.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.file.EventFile.Layout;

/** Which values stand in a file. In the cases {@code |} is a line end. */
class EventFileTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
                    JSON  ; {"a":1}|{"a":2}|           ; line 1 {"a":1}, line 2 {"a":2}
                    JSON  ; {"a":1}||{"a":2}           ; line 1 {"a":1}, line 3 {"a":2}
                    JSON  ; no json|{"a":2}            ; line 1 no json, line 2 {"a":2}
                    JSON  ; [{"a":1},{"a":[2]}]        ; element 1 {"a":1}, element 2 {"a":[2]}
                    JSON  ; [| {"a":1},| {"a":2}|]|    ; element 1 {"a":1}, element 2 {"a":2}
                    JSON  ; []                         ; ~~
                    JSON  ; [1,2]|[3]|                 ; line 1 [1,2], line 2 [3]
                    JSON  ; {| "a":1|}|{| "a":2|}|     ; object 1 {| "a":1|}, object 2 {| "a":2|}
                    JSON  ; {"a":"}|{"a":"\\\\"}       ; line 1 {"a":"}, line 2 {"a":"\\\\"}
                    JSON  ; {"a":|{"a":2}              ; line 1 {"a":, line 2 {"a":2}
                    CSV   ; a,1|b,2|                   ; line 1 a,1, line 2 b,2
                    CSV   ; "a|b",1|c,2                ; line 1 "a|b",1, line 3 c,2
                    LINES ; "a|b                       ; line 1 "a, line 2 b
                    WHOLE ; a|b|                       ; the file a|b|
                    """)
    void read_file_givesItsValues(Layout layout, String text, String values) throws IOException {
        assertThat(String.join(", ", read(layout, 100, text.replace('|', '\n'))))
                .isEqualTo(values.replace('|', '\n'));
    }

    @Test
    void read_byteOrderMarkBeforeAnArray_isPassedOver() throws IOException {
        assertThat(read(Layout.JSON, 100, "\ufeff[{\"ä\":1},{\"b\":2}]"))
                .containsExactly("element 1 {\"ä\":1}", "element 2 {\"b\":2}");
    }

    @Test
    void read_lineThatIsTooLong_givesOneByteMoreThanMayBe() throws IOException {
        assertThat(read(Layout.JSON, 5, "123456789\r\nab\r\n")).containsExactly("line 1 123456", "line 2 ab");
    }

    @Test
    void read_untilTold_stopsThere() throws IOException {
        List<String> values = new ArrayList<>();
        new EventFile("x", Layout.JSON, 100)
                .read(stream("1\n2\n3\n"), (value, place) -> values.add(place) && values.size() < 2);

        assertThat(values).containsExactly("line 1", "line 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
                    [| {"a":1},| 2|]  ; Cannot read x, line 3, column 2: an object is expected, and "2" stands there
                    [| {"a":1}        ; Cannot read x, line 2, column
                    [|]x              ; Cannot read x, line 2
                    {| "a" 1|}        ; Cannot read x, line 2
                    """)
    void read_brokenJsonOverLines_saysWhere(String text, String message) {
        assertThatThrownBy(() -> read(Layout.JSON, 100, text.replace('|', '\n')))
                .isInstanceOf(EventFileException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("one event a line");
    }

    @Test
    void layout_ofAFormat_isHowItsFilesAreWritten() {
        assertThat(Layout.of("Json")).isEqualTo(Layout.JSON);
        assertThat(Layout.of("CSV")).isEqualTo(Layout.CSV);
        assertThat(Layout.of("avro")).isEqualTo(Layout.WHOLE);
    }

    private static List<String> read(Layout layout, int maxBytes, String text) throws IOException {
        List<String> values = new ArrayList<>();
        new EventFile("x", layout, maxBytes)
                .read(stream(text), (value, place) -> values.add(place + " " + value.text()));
        return values;
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
