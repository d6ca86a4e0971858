package tallyroll.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.bytes.ByteReader;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.event.Field;
import tallyroll.event.FieldType;

/** A measure with a condition is the measure over the events that meet it, however they are split. */
class FilteredMeasureTest {
    private static final EventSchema SCHEMA =
            new EventSchema(List.of(Field.of("v", FieldType.LONG), Field.of("met", FieldType.BOOLEAN)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count",
                "sum",
                "avg",
                "variance",
                "stddev",
                "min",
                "max",
                "first",
                "last",
                "distinct",
                "quantiles",
                "top_k"
            })
    void values_ofAnySplit_areThoseOfTheEventsThatMeetTheCondition(String function) {
        MeasureSpec plain = new MeasureSpec("m", function, "v", List.of());
        Measure all = Measures.bind(plain, SCHEMA);
        Measure filtered = Measures.bind(new MeasureSpec("m", function, "v", List.of(), "met"), SCHEMA);
        Random random = new Random(7);
        Partial expected = all.neutral();
        Partial[] parts = {filtered.neutral(), filtered.neutral()};
        for (int i = 0; i < 200; i++) {
            Event event = event(random, i);
            parts[random.nextInt(2)].fold(event);
            if (!event.isNull(1) && event.longAt(1) == 1) {
                expected.fold(event);
            }
        }

        Partial read = filtered.read(new ByteReader(bytes(parts[0])));
        Partial restored = filtered.restore(values(filtered, parts[1]), 0);
        read.merge(restored);

        assertThat(filtered.columns()).isEqualTo(all.columns());
        assertThat(bytes(read)).isEqualTo(bytes(expected));
        assertThat(values(filtered, read)).usingRecursiveComparison().isEqualTo(values(all, expected));
    }

    @Test
    void bind_conditionThatIsNotBoolean_isRefused() {
        assertThatThrownBy(() -> Measures.bind(new MeasureSpec("m", "count", "", List.of(), "v"), SCHEMA))
                .hasMessage(
                        "measure \"m\": cannot tally count: its condition \"v\" is not a boolean field of the event");
    }

    private static Event event(Random random, int i) {
        Event event = new Event(SCHEMA);
        event.timeMicros(i);
        event.identity(i, i);
        if (random.nextInt(5) > 0) {
            event.putLong(0, random.nextInt(50));
        }
        if (random.nextInt(5) > 0) {
            event.putLong(1, random.nextInt(2));
        }
        return event;
    }

    private static byte[] bytes(Partial partial) {
        ByteWriter out = new ByteWriter();
        partial.write(out);
        return out.toByteArray();
    }

    private static Object[] values(Measure measure, Partial partial) {
        Object[] values = new Object[measure.columns().size()];
        partial.values(values, 0);
        return values;
    }
}
