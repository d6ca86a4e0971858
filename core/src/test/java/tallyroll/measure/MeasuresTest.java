package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

class MeasuresTest {
    private static final EventSchema SCHEMA = new EventSchema(List.of(
            Field.of("origin", FieldType.STRING),
            Field.of("delay", FieldType.INT),
            Field.of("miles", FieldType.LONG),
            Field.of("price", FieldType.decimal(9, 2)),
            Field.of("load", FieldType.DOUBLE),
            Field.of("date", FieldType.TIMESTAMP),
            Field.of("late", FieldType.BOOLEAN)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count | | n:bigint",
                "count | origin | n:bigint",
                "sum | delay | n:bigint",
                "sum | miles | n:varint",
                "sum | price | n:decimal",
                "sum | load | n:double n_state:blob",
                "min | date | n:timestamp",
                "max | origin | n:text",
                "avg | delay | n:double n_state:blob",
                "variance | price | n:double n_state:blob",
                "stddev | load | n:double n_state:blob",
                "first | late | n:boolean n_state:blob",
                "last | price | n:decimal n_state:blob",
                "distinct | origin | n:bigint n_state:blob",
                "quantiles | delay | n_p50:double n_p95:double n_p99:double n_state:blob",
                "top_k | origin | n:frozen<list<frozen<tuple<text, bigint>>>> n_state:blob",
            })
    void columns_function_areNamedAndTyped(String function, String field, String columns) {
        assertThat(columns(spec(function, field == null ? "" : field))).isEqualTo(columns);
    }

    @Test
    void columns_parameters_nameThem() {
        assertThat(columns(spec("quantiles", "load", 0, 0.05, 0.5, 0.999, 1)))
                .isEqualTo("n_p00:double n_p05:double n_p50:double n_p999:double n_p100:double n_state:blob");
        assertThat(columns(spec("histogram", "load", 1, 2))).isEqualTo("n:frozen<list<bigint>>");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(spec("median", "delay"), "there is no function \"median\"; there are count, sum, avg,"),
                Arguments.of(spec("sum", ""), "it needs a field: sum(field)"),
                Arguments.of(spec("sum", "dely"), "there is no field \"dely\" among the event's fields"),
                Arguments.of(
                        spec("sum", "origin"), "field \"origin\" is string, and sum reads int, long, double, decimal"),
                Arguments.of(
                        spec("avg", "date"), "field \"date\" is timestamp, and avg reads int, long, double, decimal"),
                Arguments.of(
                        spec("max", "late"),
                        "field \"late\" is boolean, and max reads string, int, long, double, decimal, timestamp"),
                Arguments.of(spec("max", "delay", 3), "it takes no further arguments, and 3 was given"),
                Arguments.of(
                        spec("distinct", "origin", 8),
                        "after the field comes one whole number from 16 to 65536, and 8 was given"),
                Arguments.of(
                        spec("top_k", "origin", 2.5),
                        "after the field comes one whole number from 1 to 1000, and 2.5 was given"),
                Arguments.of(
                        spec("top_k", "origin", 2, 3),
                        "after the field comes one whole number from 1 to 1000, and 2, 3 was given"),
                Arguments.of(
                        spec("quantiles", "delay", 95),
                        "a rank is from 0 to 1, and 95 was given; the 95th percentile is 0.95"),
                Arguments.of(spec("quantiles", "delay", Double.NaN), "a rank is from 0 to 1, and NaN was given"),
                Arguments.of(
                        spec("quantiles", "delay", 0.5, 0.5),
                        "every rank makes a column, and one of 0.5, 0.5 is given twice"),
                Arguments.of(spec("histogram", "delay"), "it needs 1 to 1000 bounds after the field, and 0 were given"),
                Arguments.of(spec("histogram", "delay", 5, 1), "bounds ascend, and 1 comes after 5"),
                Arguments.of(spec("histogram", "delay", 5, 5), "bounds ascend, and 5 comes after 5"),
                Arguments.of(
                        spec("histogram", "delay", Double.POSITIVE_INFINITY),
                        "bounds are finite, and Infinity was given"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void bind_fault_saysWhatIsWrong(MeasureSpec spec, String why) {
        assertThatThrownBy(() -> Measures.bind(spec, SCHEMA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("measure \"n\": cannot tally " + spec + ": " + why);
    }

    @Test
    void sumOfInt_beyondBigint_isAnErrorAndNotAWrappedNumber() {
        Measure measure = Measures.bind(spec("sum", "delay"), SCHEMA);
        Partial sum = measure.restore(new Object[] {Long.MAX_VALUE - 1}, 0);
        Event event = new Event(SCHEMA);
        event.putLong(1, 1);
        sum.fold(event);
        assertThatThrownBy(() -> sum.fold(event))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(
                        "cannot add 1 to the sum 9223372036854775807 of measure \"n\": the total leaves the range of"
                                + " bigint; declare the field as long to sum without bounds");
        assertThatThrownBy(() -> sum.merge(sum)).isInstanceOf(ArithmeticException.class);
        assertThat(answer(measure, sum)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sumOfLong_beyondBigint_isExact() {
        Measure measure = Measures.bind(spec("sum", "miles"), SCHEMA);
        Partial sum = measure.neutral();
        Event event = new Event(SCHEMA);
        event.putLong(2, Long.MAX_VALUE);
        sum.fold(event);
        sum.fold(event);
        assertThat(answer(measure, sum)).isEqualTo(new BigInteger("18446744073709551614"));
    }

    @Test
    void sumOfDecimal_beyondItsPrecision_isExactAtItsScale() {
        Measure measure = Measures.bind(spec("sum", "price"), SCHEMA);
        Partial sum = measure.neutral();
        Event event = new Event(SCHEMA);
        event.putLong(3, 999_999_999);
        sum.fold(event);
        sum.fold(event);
        event.putLong(3, 2);
        sum.fold(event);
        assertThat(answer(measure, sum)).isEqualTo(new BigDecimal("20000000.00"));
    }

    @Test
    void histogram_storedWithOtherBounds_isRefused() {
        Measure measure = Measures.bind(spec("histogram", "delay", 1, 2), SCHEMA);
        assertThatThrownBy(() -> measure.restore(new Object[] {List.of(1L, 2L)}, 0))
                .hasMessage(
                        "cannot read the state of measure \"n\": it has 2 counts, and 2 bounds make 3; bounds cannot"
                                + " change under stored rows, give the histogram another name");
    }

    @Test
    void state_withBytesLeftOver_isRefused() {
        Measure measure = Measures.bind(spec("avg", "delay"), SCHEMA);
        assertThatThrownBy(() -> measure.restore(new Object[] {1.0, new byte[] {1, 0, 1, 0, 1, 5, 9, 9}}, 0))
                .hasMessage("cannot read the state of measure \"n\": 2 bytes are left over after it");
    }

    private static Object answer(Measure measure, Partial partial) {
        return Laws.answers(measure, partial).get(0);
    }

    private static String columns(MeasureSpec spec) {
        return String.join(
                " ",
                Measures.bind(spec, SCHEMA).columns().stream()
                        .map(column -> column.name() + ":" + column.type().cql())
                        .toList());
    }

    private static MeasureSpec spec(String function, String field, double... parameters) {
        return new MeasureSpec(
                "n", function, field, Arrays.stream(parameters).boxed().toList());
    }
}
