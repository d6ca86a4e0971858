package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;
import tallyroll.measure.MeasureSpec;

/** What the definition asks the checker of expressions, if there is one. */
class ExpressionCheckTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path directory;

    private URLClassLoader withChecker;

    @BeforeEach
    void provideChecker() throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(ExpressionChecker.class.getName()), Parrot.class.getName());
        withChecker = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(withChecker);
    }

    @AfterEach
    void forgetChecker() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        withChecker.close();
    }

    @Test
    void where_faulty_isAFaultThatSeesAllFields() {
        assertThat(Edited.faults("every: [1h, 1d]", "every: [1h, 1d]⏎    where: dely > 0"))
                .isEqualTo("17: rollups.delays.where: \"dely > 0\": "
                        + "not a predicate over id, origin, delay, share, fare, arrDelay, date");
    }

    @Test
    void expr_faulty_isAFaultThatSeesTheFieldsReadAndDerivedAbove() {
        assertThat(Edited.faults("delay: int,", "twice: {type: int, expr: right}, delay: {type: int, expr: dely + 1},"))
                .isEqualTo("8: event.fields.delay.expr: \"dely + 1\": "
                        + "not an int over id, origin, share, fare, arrDelay, date, twice");
    }

    @Test
    void where_besideAFaultyField_isNotJudged() {
        assertThat(Edited.faults("share: double", "share: dobule⏎    , later: {type: int, expr: dely + 1}"))
                .isEqualTo("8: event.fields.share: \"dobule\": is not a type; did you mean \"double\"? "
                        + "Types: string, boolean, int, long, double, decimal(p,s), timestamp");
    }

    @Test
    void measure_faultyExpressionOrCondition_isAFaultThatSeesAllFields() {
        assertThat(Edited.faults("delay: sum(delay)", "delay: sum(dely + 1) where dely > 0"))
                .isEqualTo(
                        "19: rollups.delays.measures.delay: \"sum(dely + 1) where dely > 0\": "
                                + "its expression \"dely + 1\" has no type over id, origin, delay, share, fare, arrDelay, date\n"
                                + "19: rollups.delays.measures.delay: \"sum(dely + 1) where dely > 0\": "
                                + "its condition \"dely > 0\" not a predicate over id, origin, delay, share, fare, arrDelay, date");
    }

    @Test
    void measure_expressions_becomeHiddenFieldsOncePerText() {
        Pipeline pipeline = CheckedDefinition.parse(
                Edited.text(
                        "delay: sum(delay)",
                        "delay: sum(delay * 2)⏎      late: count where delay > 15⏎      b: max( delay * 2 ) where delay > 15"),
                CheckedDefinition.Longs.class);

        assertThat(pipeline.event().schema().fields())
                .filteredOn(Field::hidden)
                .containsExactly(
                        Field.hidden("delay * 2", FieldType.LONG), Field.hidden("delay > 15", FieldType.BOOLEAN));
        assertThat(pipeline.rollups().get(0).measures())
                .containsExactly(
                        new MeasureSpec("flights", "count", "", List.of()),
                        new MeasureSpec("delay", "sum", "delay * 2", List.of()),
                        new MeasureSpec("late", "count", "", List.of(), "delay > 15"),
                        new MeasureSpec("b", "max", "delay * 2", List.of(), "delay > 15"));
    }

    @Test
    void measure_conditionThatIsABooleanField_readsThatField() {
        Pipeline pipeline = CheckedDefinition.parse(
                Edited.text("delay: int,", "delay: int, paid: boolean,", "delay: sum(delay)", "paid: count where paid"),
                CheckedDefinition.Longs.class);

        assertThat(pipeline.event().schema().fields()).noneMatch(Field::hidden);
        assertThat(pipeline.rollups().get(0).measures().get(1).condition()).isEqualTo("paid");
    }

    /** Takes only the expression "right", and says what it was asked. */
    public static final class Parrot implements ExpressionChecker {
        @Override
        public Optional<String> fault(EventSchema schema, String expression, Optional<FieldType> wanted) {
            String fields = schema.fields().stream().map(Field::name).collect(Collectors.joining(", "));
            return Optional.of("not " + wanted.map(type -> "an " + type).orElse("a predicate") + " over " + fields)
                    .filter(rule -> !"right".equals(expression));
        }

        @Override
        public Typed type(EventSchema schema, String expression) {
            String fields = schema.fields().stream().map(Field::name).collect(Collectors.joining(", "));
            return new Typed.Not("has no type over " + fields);
        }
    }
}
