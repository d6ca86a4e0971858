package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.bytes.Slice;

class LineSplitterTest {
    private static final int MAX = 8;

    private final List<String> events = new ArrayList<>();
    private final LineSplitter lines = new LineSplitter(MAX, line -> events.add(line.text()));

    @ParameterizedTest
    @CsvSource({
        "a|b|,           a b",
        "a|b,            a b",
        "a~|b~|,         a b",
        "a~,             a",
        "||a||~|b|,      a b",
        "a~b|,           a~b",
        "12345678|,      12345678",
        "12345678~|,     12345678",
        "123456789|a|,   123456789 a",
        "123456789~|a|,  123456789 a",
        "1234567890ABCDEF|a, 123456789 a",
        "1234567890ABCDEF,   123456789"
    })
    void cut_inAnyPieces_givesTheSameLines(String text, String expected) {
        byte[] bytes = text.replace('|', '\n').replace('~', '\r').getBytes(StandardCharsets.UTF_8);
        List<String> lineByLine = List.of(expected.replace('~', '\r').split(" "));
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            events.clear();
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + (round == 0 ? bytes.length : random.nextInt(1, 5)));
                lines.feed(Slice.of(bytes, from, to));
                from = to;
            }
            lines.end();

            assertThat(events).as("round %d", round).isEqualTo(lineByLine);
        }
    }

    @Test
    void drop_lineWithoutEnd_isForgotten() {
        lines.feed(Slice.of("one\ntwo"));

        assertThat(lines.drop()).isEqualTo(3);
        lines.end();
        assertThat(events).containsExactly("one");
    }
}
