package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;

/** Texts of any length leave a bounded row behind, and the same row however the events were split. */
class LongTextsTest {
    private static final EventSchema TEXTS = Row.schema(FieldType.STRING);
    private static final String KEPT = "x".repeat(1024);

    @ParameterizedTest
    @CsvSource({
        "min, x, 1024",
        "max, x, 1024",
        "first, x, 1024",
        "last, x, 1024",
        "max, é, 1024",
        "max, 日, 1023",
        "max, 😀, 1024"
    })
    void answer_longText_isItsBeginningInWholeCharacters(String function, String character, int bytes) {
        Measure measure = measure(function);

        Object kept = answer(measure, List.of(new Row(character.repeat(5000), 0, 0, 0)));

        assertThat(kept).isEqualTo(character.repeat(bytes / character.getBytes(StandardCharsets.UTF_8).length));
    }

    @Test
    void topK_textsThatDifferBehindTheirBeginning_areOneValue() {
        Object kept = answer(measure("top_k"), List.of(new Row(KEPT + "a", 0, 0, 0), new Row(KEPT + "b", 0, 0, 1)));

        assertThat(kept).isEqualTo(List.of(new Ranked(KEPT, 2)));
    }

    /** The beginnings of two texts may be ordered otherwise than the texts are, where a character is cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"min", "max", "first", "last", "top_k"})
    void merge_longTexts_anySplitKeepsTheSame(String function) {
        Measure measure = measure(function);
        List<Row> rows = new ArrayList<>();
        for (String end : List.of("日本", "zzz", "éé", "a", "😀", "")) {
            for (int length = 1020; length <= 1024; length++) {
                rows.add(new Row("x".repeat(length) + end + "tail".repeat(length % 3), 0, 0, rows.size()));
            }
        }
        Object whole = answer(measure, rows);
        Random random = new Random(5);
        for (int split = 0; split < 50; split++) {
            Collections.shuffle(rows, random);
            int cut = random.nextInt(rows.size());
            Partial merged = Laws.fold(measure, TEXTS, rows.subList(0, cut));
            merged.merge(Laws.fold(measure, TEXTS, rows.subList(cut, rows.size())));

            assertThat(Laws.answers(measure, merged).get(0))
                    .as("split %d at %d", split, cut)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({"min", "max", "first", "last", "top_k", "distinct", "count"})
    void columns_ofTheWorstTexts_areNoLargerThanIsSaid(String function) {
        Measure measure = measure(function);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            rows.add(new Row(("%04d".formatted(i) + "é").repeat(5000), i, Long.MAX_VALUE, Long.MIN_VALUE));
        }

        assertThat(bytes(columns(measure, Laws.fold(measure, TEXTS, rows)))).isBetween(8, measure.maxBytes());
    }

    @ParameterizedTest
    @CsvSource({"sum", "avg", "variance", "quantiles", "min", "last"})
    void columns_ofTheWorstDoubles_areNoLargerThanIsSaid(String function) {
        EventSchema doubles = Row.schema(FieldType.DOUBLE);
        Measure measure = Measures.bind(new MeasureSpec("m", function, "v", List.of()), doubles);
        List<Row> rows = new ArrayList<>();
        for (int i = -1070; i <= 1020; i++) {
            rows.add(new Row(Math.scalb(1.1, i), i, 0, i));
            rows.add(new Row(-Math.scalb(1.1, i), i, 0, i));
        }

        assertThat(bytes(columns(measure, Laws.fold(measure, doubles, rows)))).isBetween(8, measure.maxBytes());
    }

    private static Measure measure(String function) {
        return Measures.bind(new MeasureSpec("m", function, "v", List.of()), TEXTS);
    }

    private static Object answer(Measure measure, List<Row> rows) {
        return Laws.answers(measure, Laws.fold(measure, TEXTS, rows)).get(0);
    }

    private static Object[] columns(Measure measure, Partial partial) {
        Object[] values = new Object[measure.columns().size()];
        partial.values(values, 0);
        return values;
    }

    private static int bytes(Object... values) {
        int bytes = 0;
        for (Object value : values) {
            bytes += bytes(value);
        }
        return bytes;
    }

    private static int bytes(Object value) {
        if (value instanceof List<?> list) {
            return bytes(list.toArray());
        }
        if (value instanceof Ranked ranked) {
            return bytes((Object) ranked.value()) + 20;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
        return value instanceof byte[] state ? state.length : value == null ? 0 : 8;
    }
}
