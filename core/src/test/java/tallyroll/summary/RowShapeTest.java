package tallyroll.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.measure.Partial;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;

/** When two rows count as the same; what cannot be compared is the ranking of more values than are kept. */
class RowShapeTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: ranks
            source:
              kafka: {bootstrap: "localhost:9092", topic: events}
            event:
              format: json
              id: id
              time: at
              fields: {id: string, at: timestamp, place: string, tag: string}
            rollups:
              tags:
                by: [place]
                every: [1h]
                measures: {tags: "top_k(tag, 3)"}
            """, "ranks.yaml", Environment.of(Map.of()));

    private static final EventSchema SCHEMA = PIPELINE.event().schema();
    private static final RowShape SHAPE = new RowShape(PIPELINE.rollups().get(0), SCHEMA);

    @Test
    void same_rankingOfFewValues_tellsACountApart() {
        assertThat(SHAPE.same(row("a", "a", "b"), row("b", "a", "a"))).isTrue();
        assertThat(SHAPE.same(row("a", "a", "b"), row("a", "b"))).isFalse();
        assertThat(SHAPE.same(row("a"), row())).isFalse();
    }

    @Test
    void same_rankingOfMoreValuesThanAreKept_isNotCompared() {
        Object[] oneWay = row(values(3_000, 1));
        Object[] otherWay = row(values(3_000, 7));

        assertThat(SHAPE.identical(oneWay, otherWay)).isFalse();
        assertThat(SHAPE.same(oneWay, otherWay)).isTrue();
        assertThat(SHAPE.same(oneWay, row(values(900, 1)))).isFalse();
    }

    /** Each value once, the first hundred again and again, in steps. */
    private static String[] values(int count, int step) {
        return IntStream.range(0, 3 * count)
                .map(i -> (int) ((long) i * step % (3L * count)))
                .mapToObj(i -> "v" + (i < count ? i : i % 100))
                .toArray(String[]::new);
    }

    private static Object[] row(String... tags) {
        Partial[] partials = SHAPE.neutral();
        Event event = new Event(SCHEMA);
        for (String tag : tags) {
            event.putString(SCHEMA.slot("tag"), tag);
            partials[0].fold(event);
        }
        return SHAPE.values(partials);
    }
}
