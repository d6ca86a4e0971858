package tallyroll.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Notes;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;

/** Every combination of answers. */
class AdviceTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final String TABLE = """
            yes, eventually-exact, counts, first,    first, idempotent-direct
            yes, eventually-exact, counts, first,    no,    idempotent-direct
            yes, eventually-exact, counts, can-wait, first, idempotent-direct
            yes, eventually-exact, counts, can-wait, no,    idempotent-direct
            yes, eventually-exact, any,    first,    first, idempotent-direct
            yes, eventually-exact, any,    first,    no,    idempotent-direct
            yes, eventually-exact, any,    can-wait, first, idempotent-direct
            yes, eventually-exact, any,    can-wait, no,    idempotent-direct
            yes, may-overcount,    counts, first,    first, counters
            yes, may-overcount,    counts, first,    no,    idempotent-direct
            yes, may-overcount,    counts, can-wait, first, counters
            yes, may-overcount,    counts, can-wait, no,    idempotent-direct
            yes, may-overcount,    any,    first,    first, aggregates-direct
            yes, may-overcount,    any,    first,    no,    idempotent-direct
            yes, may-overcount,    any,    can-wait, first, aggregates-direct
            yes, may-overcount,    any,    can-wait, no,    idempotent-direct
            no,  eventually-exact, counts, first,    first, idempotent
            no,  eventually-exact, counts, first,    no,    idempotent
            no,  eventually-exact, counts, can-wait, first, idempotent-wal
            no,  eventually-exact, counts, can-wait, no,    idempotent-wal
            no,  eventually-exact, any,    first,    first, idempotent
            no,  eventually-exact, any,    first,    no,    idempotent
            no,  eventually-exact, any,    can-wait, first, idempotent-wal
            no,  eventually-exact, any,    can-wait, no,    idempotent-wal
            no,  may-overcount,    counts, first,    first, counters
            no,  may-overcount,    counts, first,    no,    idempotent
            no,  may-overcount,    counts, can-wait, first, counters
            no,  may-overcount,    counts, can-wait, no,    idempotent-wal
            no,  may-overcount,    any,    first,    first, aggregates
            no,  may-overcount,    any,    first,    no,    idempotent
            no,  may-overcount,    any,    can-wait, first, aggregates-wal
            no,  may-overcount,    any,    can-wait, no,    idempotent-wal
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void advice_eachCombination_isItsStrategy(
            String kafka, String accuracy, String measures, String speed, String density, String strategy) {
        Advice advice = new Advice(answers(kafka, accuracy, measures, speed, density));

        assertThat(advice.strategy().label()).isEqualTo(strategy);
        assertThat(advice.points("strategy")).as("lines that hold").containsExactly(strategy);
        assertThat(advice.points("why")).hasSize(2);
        assertThat(advice.givesUp()).isNotEmpty();
    }

    @Test
    void table_above_hasEveryCombinationOnce() {
        assertThat(TABLE.lines().map(line -> line.replaceAll(",[^,]*$", "")))
                .doesNotHaveDuplicates()
                .hasSameSizeAs(combinations().toList());
    }

    /** Read as people read it: the one line that fits. */
    @ParameterizedTest
    @MethodSource("combinations")
    void page_eachCombination_saysTheSame(Map<String, String> answers) throws IOException {
        List<String> said = Files.readString(HOME.resolve("docs/choosing.md"))
                .lines()
                .filter(line -> line.matches("\\| (eventually-exact|may-overcount) \\|.*"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(cells -> fits(cells[1], answers.get("accuracy"))
                        && fits(cells[2], answers.get("density"))
                        && fits(cells[3], answers.get("measures"))
                        && fits(cells[4], answers.get("kafka"))
                        && fits(cells[5], answers.get("speed")))
                .map(cells -> cells[6])
                .toList();

        assertThat(said).containsExactly("`" + new Advice(answers).strategy().label() + "`");
    }

    private static boolean fits(String cell, String answer) {
        return cell.equals("\\*") || cell.equals(answer);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void definition_eachCombination_isRightAndOfItsStrategy(Map<String, String> answers) {
        Strategy strategy = new Advice(answers).strategy();
        Pipeline pipeline =
                Definition.parse(new Advice(answers).definition(), "my_flights.yaml", Environment.of(Map.of()));

        assertThat(pipeline.strategy()).isEqualTo(strategy);
        assertThat(pipeline.source() instanceof Pipeline.Kafka)
                .isEqualTo(answers.get("kafka").equals("yes"));
        assertThat(pipeline.rollups().get(0).measures())
                .hasSize(answers.get("measures").equals("any") ? 5 : 2);
        assertThat(Notes.of(pipeline))
                .filteredOn(note -> strategy.summaryMode().recorded())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void advice_eachCombination_isOneThatIsRecommended(Map<String, String> answers) {
        assertThat(new Advice(answers).strategy().recommended()).isTrue();
    }

    @Test
    void advice_ofAllCombinations_isSevenOfTheNine() {
        assertThat(combinations().map(answers -> new Advice(answers).strategy()).distinct())
                .hasSize(7)
                .doesNotContain(Strategy.COUNTERS_WAL, Strategy.COUNTERS_DIRECT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    yes | eventually-exact | counts | first    | first | Two answers pull apart: exact totals need the events
                    no  | may-overcount    | any    | first    | no    | You would accept totals that stay too high, and need not.
                    yes | eventually-exact | any    | can-wait | no    | Speed can wait, but with Kafka there is nothing to buy for it
                    yes | may-overcount    | counts | can-wait | first | Speed can wait, and counters buy nothing for it. aggregates-direct would
                    no  | may-overcount    | counts | can-wait | first | Speed can wait, and counters buy nothing for it. aggregates-wal would
                    no  | eventually-exact | any    | first    | no    | Exact here means: equal to what was recorded.
                    """)
    void notes_answersThatPullApart_areSaid(
            String kafka, String accuracy, String measures, String speed, String density, String note) {
        assertThat(new Advice(answers(kafka, accuracy, measures, speed, density)).points("note"))
                .singleElement()
                .asString()
                .startsWith(note);
    }

    @Test
    void notes_answersThatAgree_areNone() {
        assertThat(new Advice(answers("yes", "eventually-exact", "any", "first", "no")).points("note"))
                .isEmpty();
    }

    static Stream<Map<String, String>> combinations() {
        Stream<Map<String, String>> all = Stream.of(Map.of());
        for (Question question : Advice.QUESTIONS) {
            all = all.flatMap(answers -> question.answers().keySet().stream().map(answer -> {
                Map<String, String> more = new LinkedHashMap<>(answers);
                more.put(question.name(), answer);
                return more;
            }));
        }
        return all;
    }

    private static Map<String, String> answers(String... words) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i++) {
            answers.put(Advice.QUESTIONS.get(i).name(), words[i]);
        }
        return answers;
    }
}
