package tallyroll.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.FieldType;
import tallyroll.pipeline.ExpressionChecker;

class SparkExpressionCheckerTest {
    private static final String FIELDS = "fields: origin, gate, delay, distance, ratio, cancelled, fare, revenue, date";

    private final SparkExpressionChecker checker = new SparkExpressionChecker();

    @Test
    void onClassPath_withEngine_isThisOne() {
        assertThat(ExpressionChecker.onClassPath()).containsInstanceOf(SparkExpressionChecker.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"delay > 15", "DELAY > 15", "`delay` > 15", "cancelled", "null", "origin is not null -- known"})
    void fault_goodCondition_isNone(String condition) {
        assertThat(checker.fault(FlightEvents.SCHEMA, condition, Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "dely > 15 | names \"dely\", which is not a field; did you mean \"delay\"? " + FIELDS,
                "speed > 15 | names \"speed\", which is not a field; " + FIELDS,
                "delay > | is no SQL expression: syntax error at or near end of input (character 8)",
                "delay >> > 15 | is no SQL expression: syntax error at or near '>' (character 10)",
                "uper(origin) = 'A' | calls \"uper\", which is not a function of Spark SQL; did you mean \"upper\"? only built-in"
                        + " functions can be used",
                "delay + 1 | gives int, where a condition gives boolean; write a comparison",
                "sum(delay) > 3 | aggregates, or gives several rows; an expression gives one value for one event",
                "rand() > 0.5 | is random or depends on where it runs; a recount would give another total",
                "date > now() | depends on the moment it is evaluated; a recount would give another total",
                "delay > (select 1) | holds a subquery; an expression sees one event alone",
                "exists(select 1) | holds a subquery; an expression sees one event alone",
                "explode(array(true)) | aggregates, or gives several rows; an expression gives one value for one event",
                "delay > 1; drop table x | is no SQL expression: syntax error at or near ';' (character 10)",
            })
    void fault_badCondition_isOneSentence(String condition, String rule) {
        assertThat(checker.fault(FlightEvents.SCHEMA, condition, Optional.empty()))
                .contains(rule);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "int | origin | gives string, which is not int without loss; declare the field so, or write cast(… as int)",
                "int | ratio * 2 | gives double, which is not int without loss; declare the field so, or write cast(… as int)",
                "string | delay | gives int, which is not string without loss; declare the field so, or write cast(… as string)",
                "long | delay + origin + true | ~~",
            })
    void fault_valueOfOtherType_saysWhichAndHowToCast(String type, String expression, String rule) {
        Optional<String> fault = checker.fault(FlightEvents.SCHEMA, expression, FieldType.parse(type));

        if (rule.isEmpty()) {
            assertThat(fault)
                    .get()
                    .asString()
                    .startsWith("is not valid: cannot resolve")
                    .doesNotContain("\n", "SQLSTATE");
        } else {
            assertThat(fault).contains(rule);
        }
    }
}
