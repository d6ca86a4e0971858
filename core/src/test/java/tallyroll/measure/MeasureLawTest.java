package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.event.EventSchema;
import tallyroll.event.FieldType;

/**
 * Every measure over every type of field obeys the laws of {@link Measure} and answers what {@link NaiveAnswer} does.
 *
 * <p>A failure names the seed; {@code -Dtallyroll.seed=N} runs only that one.
 */
class MeasureLawTest {
    private static final int SEEDS = 60;
    private static final List<FieldType> TYPES = List.of(
            FieldType.STRING,
            FieldType.BOOLEAN,
            FieldType.INT,
            FieldType.LONG,
            FieldType.DOUBLE,
            FieldType.TIMESTAMP,
            FieldType.decimal(9, 2),
            FieldType.decimal(18, 18),
            FieldType.decimal(38, 6));

    /** A measure, and the type of its field. */
    record Case(MeasureSpec spec, FieldType type) {
        @Override
        public String toString() {
            return spec + " " + spec.parameters() + " of " + type;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(new MeasureSpec("m", "count", "", List.of()), FieldType.LONG));
        for (MeasureFunction function : Measures.reference()) {
            for (FieldType type : TYPES) {
                if (function.fields().contains(type.kind())) {
                    for (List<Double> parameters : parameters(function.name())) {
                        cases.add(new Case(new MeasureSpec("m", function.name(), "v", parameters), type));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static List<List<Double>> parameters(String function) {
        return switch (function) {
            case "distinct" -> List.of(List.of(), List.of(16.0));
            case "quantiles" -> List.of(List.of(), List.of(0.0, 0.25, 1.0));
            case "top_k" -> List.of(List.of(), List.of(2.0));
            case "histogram" -> List.of(List.of(0.0), List.of(-1e30, -5.5, 0.1, 7.0, 7.5, 1e19));
            default -> List.of(List.of());
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void measure_anyRows_obeysTheLawsAndAnswersRight(Case measured) {
        EventSchema schema = Row.schema(measured.type());
        Measure measure = Measures.bind(measured.spec(), schema);
        Long only = Long.getLong("tallyroll.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            List<Row> rows = new Rows(measured.type(), new SplittableRandom(seed)).list();
            long at = seed;
            checked(seed, measured, rows, () -> new Laws(measure, schema, rows, at).check());
            checked(seed, measured, rows, () -> new NaiveAnswer(measured.spec(), measured.type(), rows)
                    .check(Laws.answers(measure, Laws.fold(measure, schema, rows))));
        }
    }

    private static void checked(long seed, Object measured, List<Row> rows, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "-Dtallyroll.seed=" + seed + "  " + measured + ": " + e.getMessage() + "\nrows " + rows, e);
        }
    }

    @ParameterizedTest
    @EnumSource(FaultyMeasure.Fault.class)
    void laws_faultyMeasure_catchIt(FaultyMeasure.Fault fault) {
        FieldType type = FieldType.DOUBLE;
        assertThatThrownBy(() -> {
                    for (long seed = 0; seed < SEEDS; seed++) {
                        List<Row> rows = new ArrayList<>();
                        SplittableRandom random = new SplittableRandom(seed);
                        for (int i = 0; i < 20; i++) {
                            rows.add(new Row(random.nextDouble(-50, 50), 0, 0, i));
                        }
                        long at = seed;
                        checked(seed, fault, rows, () -> new Laws(new FaultyMeasure(fault), Row.schema(type), rows, at)
                                .check());
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dtallyroll.seed=")
                .hasMessageContaining("rows [Row[value=");
    }

    @Test
    void naiveAnswer_wrongAnswer_catchesIt() {
        Case measured = new Case(new MeasureSpec("m", "avg", "v", List.of()), FieldType.DOUBLE);
        List<Row> rows = List.of(new Row(0.1, 0, 0, 0), new Row(0.2, 0, 0, 1), new Row(0.4, 0, 0, 2));
        double right = 0.23333333333333334;
        NaiveAnswer naive = new NaiveAnswer(measured.spec(), measured.type(), rows);
        naive.check(List.of(right));
        assertThatThrownBy(() -> naive.check(List.of(Math.nextUp(right)))).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> naive.check(List.of(Math.nextDown(right)))).isInstanceOf(AssertionError.class);
    }

    @Test
    void measure_manyRows_obeysTheLaws() {
        for (Case measured : cases().toList()) {
            if (Set.of(FieldType.LONG, FieldType.DOUBLE, FieldType.STRING).contains(measured.type())) {
                EventSchema schema = Row.schema(measured.type());
                Measure measure = Measures.bind(measured.spec(), schema);
                List<Row> rows = new Rows(measured.type(), new SplittableRandom(7)).list(900);
                checked(7, measured, rows, () -> new Laws(measure, schema, rows, 7).check());
                checked(7, measured, rows, () -> new NaiveAnswer(measured.spec(), measured.type(), rows)
                        .check(Laws.answers(measure, Laws.fold(measure, schema, rows))));
            }
        }
    }

    @Test
    void cases_allFunctions_areCovered() {
        assertThat(cases().map(measured -> measured.spec().function())).containsAll(Measures.functions());
    }
}
