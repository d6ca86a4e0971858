package tallyroll.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.pipeline.ExpressionChecker;

class SparkExpressionCheckerTest {
    private static final String FIELDS = "fields: origin, gate, delay, distance, ratio, cancelled, fare, revenue, date";

    private static final String LISTED = " docs/reference/functions.md lists those that can be used";

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
                "rand() > 0.5 | calls \"rand\", which is random or depends on where it runs; a recount would give another total;"
                        + LISTED,
                "date > now() | calls \"now\", which depends on the moment it is evaluated; a recount would give another total;"
                        + LISTED,
                "date > current_date | depends on the moment it is evaluated; a recount would give another total",
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
                "delay * 2 | int",
                "delay * distance | long",
                "fare * delay | decimal(20,2)",
                "fare * 1.5 | decimal(12,3)",
                "ratio / 2 | double",
                "delay / 2 | double",
                "cast(1 as smallint) | int",
                "upper(origin) | string",
                "delay > 15 | boolean",
                "date(date) | timestamp",
                "array(delay) | gives array<int>, which no measure reads; write cast(… as …) to one of the types of fields",
                "null | gives void, which no measure reads; write cast(… as …) to one of the types of fields",
                "dely * 2 | names \"dely\", which is not a field; did you mean \"delay\"? " + FIELDS,
                "sum(delay) | aggregates, or gives several rows; an expression gives one value for one event",
                "`delay * 2` | names \"delay * 2\", which is not a field; " + FIELDS,
            })
    void type_ofAnExpression_isThatOfAFieldThatTakesItsValues(String expression, String type) {
        List<Field> fields = new ArrayList<>(FlightEvents.SCHEMA.fields());
        fields.add(Field.hidden("delay * 2", FieldType.INT));
        ExpressionChecker.Typed typed = checker.type(new EventSchema(fields), expression);

        assertThat(
                        typed instanceof ExpressionChecker.Typed.As as
                                ? as.type().toString()
                                : ((ExpressionChecker.Typed.Not) typed).rule())
                .isEqualTo(type);
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

    /** Each of these reads files, asks the network, runs Java, fills the memory, waits, or is another value at the next recount. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "xpath_string(origin, 'a/b') = 'x' | calls \"xpath_string\", which can read files and the network;",
                "from_xml(origin, 'a int').a > 1 | calls \"from_xml\", which can read files and the network;",
                "reflect('java.lang.System', 'exit', 1) = '' | calls \"reflect\", which calls any Java method;",
                "java_method('java.lang.System', 'gc') = '' | calls \"java_method\", which calls any Java method;",
                "length(repeat(origin, delay)) > 1 | calls \"repeat\", which can make a text or list of any length out of a short one;",
                "size(sequence(1, delay)) > 1 | calls \"sequence\", which can make a text or list",
                "size(array_repeat(origin, delay)) > 1 | calls \"array_repeat\", which can make a text or list",
                "format_string('%1000000000d', delay) = '' | calls \"format_string\", which can make a text or list",
                "aggregate(split(origin, ''), '', (a, x) -> concat(a, a)) = '' | calls \"aggregate\", which can make a text or list",
                "length(space(delay)) > 1 | needs a constant as the length of space, not a value of the event",
                "length(space(20000)) > 1 | asks space for 20000 characters; at most 10000 can be had",
                "length(rpad(origin, delay, 'x')) > 1 | needs a constant as the length of rpad, not a value of the event",
                "length(lpad(origin, 2000000000, 'x')) > 1 | asks lpad for 2000000000 characters; at most 10000 can be had",
                "replace(origin, 'a', gate) = '' | needs a constant as the replacement of replace, not a value of the event",
                "regexp_replace(origin, 'a', gate) = '' | needs a constant as the replacement of regexp_replace,",
                "concat_ws(gate, split(origin, '')) = '' | needs a constant as the separator of concat_ws,",
                "array_join(split(origin, ''), gate) = '' | needs a constant as the separator of array_join,",
                "origin rlike gate | needs a constant as the pattern of rlike, not a value of the event",
                "origin like gate | needs a constant as the pattern of like, not a value of the event",
                "split(origin, gate)[0] = '' | needs a constant as the pattern of split, not a value of the event",
                "replace(replace(origin, 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa') = '' | may make a text more than 64 times as long as"
                        + " its event",
                "input_file_name() = '' | calls \"input_file_name\", which is random or depends on where it runs;",
                "assert_true(delay > 1) is null | calls \"assert_true\", which fails on purpose;",
                "raise_error(origin) is null | calls \"raise_error\", which fails on purpose;",
                "uuid() = origin | calls \"uuid\", which is random or depends on where it runs;",
                "current_user() = origin | calls \"current_user\", which is random or depends on where it runs;",
                "spark_catalog.default.upper(origin) = 'A' | is not valid: ",
                "aes_decrypt(origin, 'k') is null | calls \"aes_decrypt\", which is not among the functions that an expression may call;",
                "identifier('xpath')(origin, 'a') is null | ~~",
            })
    void fault_functionThatIsNotBoundedByItsArguments_isRefusedByName(String condition, String rule) {
        assertThat(checker.fault(FlightEvents.SCHEMA, condition, Optional.empty()))
                .get()
                .asString()
                .startsWith(rule);
    }

    @Test
    void fault_deepNesting_isRefusedAndNotThrown() {
        for (int depth : List.of(300, 3_000)) {
            String condition = "abs(".repeat(depth) + "delay" + ")".repeat(depth) + " > 1";
            assertThat(checker.fault(FlightEvents.SCHEMA, condition, Optional.empty()))
                    .as("%d levels", depth)
                    .contains("is nested more than 200 levels deep; derive fields, and use those");
        }
    }

    @Test
    void fault_longExpression_isRefused() {
        assertThat(checker.fault(FlightEvents.SCHEMA, "delay > 1 or ".repeat(5_000) + "cancelled", Optional.empty()))
                .get()
                .asString()
                .startsWith("is 65009 characters long; at most 20000 are read");
    }

    @Test
    void fault_longListOfTextsAndChoices_isNone() {
        String condition = "origin in ('A'" + ", 'B'".repeat(2_000) + ") or case "
                + "when delay > 1 then origin ".repeat(100) + "else gate end = 'SFO'";

        assertThat(checker.fault(FlightEvents.SCHEMA, condition, Optional.empty()))
                .isEmpty();
    }
}
