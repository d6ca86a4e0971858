package tallyroll.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.advise.Answers.Accuracy;
import tallyroll.advise.Answers.Density;
import tallyroll.advise.Answers.Kafka;
import tallyroll.advise.Answers.Measures;
import tallyroll.advise.Answers.Speed;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Notes;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Strategy;

/** Every combination of answers. */
class AdviceTest {
    private static final Path HOME = Path.of(System.getProperty("tallyroll.home"));
    private static final String TABLE = """
            YES, EVENTUALLY_EXACT, COUNTS, FIRST,    FIRST, idempotent-direct
            YES, EVENTUALLY_EXACT, COUNTS, FIRST,    NO,    idempotent-direct
            YES, EVENTUALLY_EXACT, COUNTS, CAN_WAIT, FIRST, idempotent-direct
            YES, EVENTUALLY_EXACT, COUNTS, CAN_WAIT, NO,    idempotent-direct
            YES, EVENTUALLY_EXACT, ANY,    FIRST,    FIRST, idempotent-direct
            YES, EVENTUALLY_EXACT, ANY,    FIRST,    NO,    idempotent-direct
            YES, EVENTUALLY_EXACT, ANY,    CAN_WAIT, FIRST, idempotent-direct
            YES, EVENTUALLY_EXACT, ANY,    CAN_WAIT, NO,    idempotent-direct
            YES, MAY_OVERCOUNT,    COUNTS, FIRST,    FIRST, counters
            YES, MAY_OVERCOUNT,    COUNTS, FIRST,    NO,    idempotent-direct
            YES, MAY_OVERCOUNT,    COUNTS, CAN_WAIT, FIRST, counters
            YES, MAY_OVERCOUNT,    COUNTS, CAN_WAIT, NO,    idempotent-direct
            YES, MAY_OVERCOUNT,    ANY,    FIRST,    FIRST, aggregates-direct
            YES, MAY_OVERCOUNT,    ANY,    FIRST,    NO,    idempotent-direct
            YES, MAY_OVERCOUNT,    ANY,    CAN_WAIT, FIRST, aggregates-direct
            YES, MAY_OVERCOUNT,    ANY,    CAN_WAIT, NO,    idempotent-direct
            NO,  EVENTUALLY_EXACT, COUNTS, FIRST,    FIRST, idempotent
            NO,  EVENTUALLY_EXACT, COUNTS, FIRST,    NO,    idempotent
            NO,  EVENTUALLY_EXACT, COUNTS, CAN_WAIT, FIRST, idempotent-wal
            NO,  EVENTUALLY_EXACT, COUNTS, CAN_WAIT, NO,    idempotent-wal
            NO,  EVENTUALLY_EXACT, ANY,    FIRST,    FIRST, idempotent
            NO,  EVENTUALLY_EXACT, ANY,    FIRST,    NO,    idempotent
            NO,  EVENTUALLY_EXACT, ANY,    CAN_WAIT, FIRST, idempotent-wal
            NO,  EVENTUALLY_EXACT, ANY,    CAN_WAIT, NO,    idempotent-wal
            NO,  MAY_OVERCOUNT,    COUNTS, FIRST,    FIRST, counters
            NO,  MAY_OVERCOUNT,    COUNTS, FIRST,    NO,    idempotent
            NO,  MAY_OVERCOUNT,    COUNTS, CAN_WAIT, FIRST, counters
            NO,  MAY_OVERCOUNT,    COUNTS, CAN_WAIT, NO,    idempotent-wal
            NO,  MAY_OVERCOUNT,    ANY,    FIRST,    FIRST, aggregates
            NO,  MAY_OVERCOUNT,    ANY,    FIRST,    NO,    idempotent
            NO,  MAY_OVERCOUNT,    ANY,    CAN_WAIT, FIRST, aggregates-wal
            NO,  MAY_OVERCOUNT,    ANY,    CAN_WAIT, NO,    idempotent-wal
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void advice_eachCombination_isItsStrategy(
            Kafka kafka, Accuracy accuracy, Measures measures, Speed speed, Density density, String strategy) {
        Advice advice = Advice.of(new Answers(kafka, accuracy, measures, speed, density));

        assertThat(advice.strategy().label()).isEqualTo(strategy);
        assertThat(advice.why()).hasSize(2);
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
    void page_eachCombination_saysTheSame(Answers answers) throws IOException {
        List<String> said = Files.readString(HOME.resolve("docs/choosing.md"))
                .lines()
                .filter(line -> line.matches("\\| (eventually-exact|may-overcount) \\|.*"))
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(cells -> fits(cells[1], answers.accuracy())
                        && fits(cells[2], answers.density())
                        && fits(cells[3], answers.measures())
                        && fits(cells[4], answers.kafka())
                        && fits(cells[5], answers.speed()))
                .map(cells -> cells[6])
                .toList();

        assertThat(said).containsExactly("`" + Advice.of(answers).strategy().label() + "`");
    }

    private static boolean fits(String cell, Object answer) {
        return cell.equals("\\*") || cell.equals(answer.toString());
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void definition_eachCombination_isRightAndOfItsStrategy(Answers answers) {
        Strategy strategy = Advice.of(answers).strategy();
        Pipeline pipeline =
                Definition.parse(ReadyDefinition.of(answers, strategy), "my_flights.yaml", Environment.of(Map.of()));

        assertThat(pipeline.strategy()).isEqualTo(strategy);
        assertThat(pipeline.source() instanceof Pipeline.Kafka).isEqualTo(answers.kafka() == Kafka.YES);
        assertThat(pipeline.rollups().get(0).measures()).hasSize(answers.measures() == Measures.ANY ? 5 : 2);
        assertThat(Notes.of(pipeline))
                .filteredOn(note -> strategy.summaryMode().recorded())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void advice_eachCombination_isOneThatIsRecommended(Answers answers) {
        assertThat(Advice.of(answers).strategy().recommended()).isTrue();
    }

    @Test
    void advice_ofAllCombinations_isSevenOfTheNine() {
        assertThat(combinations().map(answers -> Advice.of(answers).strategy()).distinct())
                .hasSize(7)
                .doesNotContain(Strategy.COUNTERS_WAL, Strategy.COUNTERS_DIRECT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    YES | EVENTUALLY_EXACT | COUNTS | FIRST    | FIRST | Two answers pull apart: exact totals need the events
                    NO  | MAY_OVERCOUNT    | ANY    | FIRST    | NO    | You would accept totals that stay too high, and need not.
                    YES | EVENTUALLY_EXACT | ANY    | CAN_WAIT | NO    | Speed can wait, but with Kafka there is nothing to buy for it
                    YES | MAY_OVERCOUNT    | COUNTS | CAN_WAIT | FIRST | Speed can wait, and counters buy nothing for it. aggregates-direct would
                    NO  | MAY_OVERCOUNT    | COUNTS | CAN_WAIT | FIRST | Speed can wait, and counters buy nothing for it. aggregates-wal would
                    NO  | EVENTUALLY_EXACT | ANY    | FIRST    | NO    | Exact here means: equal to what was recorded.
                    """)
    void notes_answersThatPullApart_areSaid(
            Kafka kafka, Accuracy accuracy, Measures measures, Speed speed, Density density, String note) {
        assertThat(Advice.of(new Answers(kafka, accuracy, measures, speed, density))
                        .notes())
                .singleElement()
                .asString()
                .startsWith(note);
    }

    @Test
    void notes_answersThatAgree_areNone() {
        assertThat(Advice.of(new Answers(Kafka.YES, Accuracy.EVENTUALLY_EXACT, Measures.ANY, Speed.FIRST, Density.NO))
                        .notes())
                .isEmpty();
    }

    static Stream<Answers> combinations() {
        List<Answers> all = new ArrayList<>();
        for (Kafka kafka : Kafka.values()) {
            for (Accuracy accuracy : Accuracy.values()) {
                for (Measures measures : Measures.values()) {
                    for (Speed speed : Speed.values()) {
                        for (Density density : Density.values()) {
                            all.add(new Answers(kafka, accuracy, measures, speed, density));
                        }
                    }
                }
            }
        }
        return all.stream();
    }
}
