package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;

class TopKTest {
    private static final EventSchema STRINGS = Row.schema(FieldType.STRING);
    private static final Measure TOP = Measures.bind(new MeasureSpec("t", "top_k", "v", List.of(5.0)), STRINGS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void answer_beyondWhatIsKept_isWithinTheStatedError(int parts) {
        int events = 200_000;
        Map<String, Long> exact = new HashMap<>();
        List<List<Row>> rows = skewed(events, parts, exact);
        Partial merged = TOP.neutral();
        rows.forEach(part -> merged.merge(Laws.fold(TOP, STRINGS, part)));
        List<?> ranking = (List<?>) Laws.answers(TOP, merged).get(0);
        assertThat(ranking).hasSize(5);
        long error = 2L * events / 1000;
        for (Object place : ranking) {
            Ranked ranked = (Ranked) place;
            long truth = exact.get(ranked.value());
            assertThat(ranked.count()).isBetween(truth, truth + error);
        }
        assertThat(((Ranked) ranking.get(0)).value()).isEqualTo("v0");
    }

    @Test
    void answer_equalCounts_areOrderedByValue() {
        List<Row> rows = new ArrayList<>();
        for (String value : List.of("b", "é", "a", "Z", "b", "")) {
            rows.add(new Row(value, 0, 0, 0));
        }
        assertThat(Laws.answers(TOP, Laws.fold(TOP, STRINGS, rows)).get(0))
                .isEqualTo(List.of(
                        new Ranked("b", 2),
                        new Ranked("", 1),
                        new Ranked("Z", 1),
                        new Ranked("a", 1),
                        new Ranked("é", 1)));
    }

    /** Value i with a chance of about 1/(i+1): a few hot ones and a tail of some ten thousand. */
    private static List<List<Row>> skewed(int events, int parts, Map<String, Long> exact) {
        SplittableRandom random = new SplittableRandom(11);
        List<List<Row>> rows = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            rows.add(new ArrayList<>());
        }
        for (int i = 0; i < events; i++) {
            String value = "v" + (long) (Math.exp(random.nextDouble() * Math.log(50_000)) - 1);
            exact.merge(value, 1L, Long::sum);
            rows.get(random.nextInt(parts)).add(new Row(value, 0, 0, i));
        }
        return rows;
    }
}
