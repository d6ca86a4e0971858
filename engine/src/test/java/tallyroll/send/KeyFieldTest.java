package tallyroll.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;

class KeyFieldTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', textBlock = """
                    {"id":"a"}            ; a
                    {"x":{"id":1},"id":7} ; 7
                    {"id":true}           ; true
                    {"id":null}           ; -
                    {"id":{}}             ; -
                    {"x":1}               ; -
                    ["id"]                ; -
                    {"x":                 ; -
                    """)
    void of_event_isItsFieldsText(String event, String key) {
        assertThat(new KeyField("id")
                        .of(Slice.of(event))
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .orElse("-"))
                .isEqualTo(key);
    }
}
