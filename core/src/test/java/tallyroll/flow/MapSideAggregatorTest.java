package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallyroll.flow.SmallPipeline.PIPELINE;
import static tallyroll.flow.SmallPipeline.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallyroll.event.Event;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.RowShape;

/** What crosses the shuffle is the sum of what went in, in however many pieces. */
class MapSideAggregatorTest {
    private static final int HOURS = 24;

    private final List<ShuffleRecord> drained = new ArrayList<>();

    @Test
    void fold_moreGroupsThanTheTableBegan_givesEachItsSum() {
        MapSideAggregator fold = aggregator(Integer.MAX_VALUE);
        Map<String, Long> expected = foldRandomEvents(fold, 5_000);
        int cells = fold.cells();

        fold.drain(drained::add);

        assertThat(sums()).isEqualTo(expected);
        assertThat(drained).as("one piece each").hasSize(cells).hasSameSizeAs(expected.entrySet());
        assertThat(fold.cells()).isZero();
    }

    @Test
    void drain_wheneverItIsFull_addsUpToTheSameSums() {
        MapSideAggregator fold = aggregator(100);
        Map<String, Long> expected = foldRandomEvents(fold, 300);

        fold.drain(drained::add);

        assertThat(sums()).isEqualTo(expected);
        assertThat(drained).as("pieces of the same cells").hasSizeGreaterThan(expected.size());
    }

    @Test
    void drain_again_givesNothing() {
        MapSideAggregator fold = aggregator(100);
        fold.fold(event("2026-01-01T00:00:00Z", "a", 1));
        fold.drain(drained::add);

        fold.drain(record -> drained.add(null));

        assertThat(drained).hasSize(2).doesNotContainNull();
    }

    @Test
    void fold_eventThatLost_namesItsCellsAndCountsNothing() {
        MapSideAggregator fold = aggregator(100);

        fold.fold(event("2026-01-01T00:00:00Z", "a", 1), Scope.EVERYTHING, false);
        fold.drain(drained::add);

        assertThat(drained)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.value()).as("no events").containsExactly(0));
    }

    @Test
    void fold_sumBeyondItsType_namesTheGroup() {
        Pipeline pipeline = Definition.parse("""
                pipeline: narrow
                source:
                  kafka: {bootstrap: "localhost:9092", topic: events}
                event:
                  format: json
                  time: {field: at}
                  fields: {place: string, floor: int, amount: int}
                rollups:
                  by_place:
                    by: [place, floor]
                    every: [1h]
                    measures: {amount: sum(amount)}
                """, "narrow.yaml", Environment.of(Map.of()));
        MapSideAggregator fold =
                new MapSideAggregator(pipeline.rollups(), pipeline.event().schema(), 100);
        Event event = new Event(pipeline.event().schema());
        event.putString(pipeline.event().schema().slot("place"), "quay");
        event.putLong(pipeline.event().schema().slot("floor"), 3);
        event.putLong(pipeline.event().schema().slot("amount"), Long.MAX_VALUE);
        fold.fold(event);

        assertThatThrownBy(() -> fold.fold(event))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage(
                        "Cannot summarise group [quay, 3] of \"by_place\": cannot add 9223372036854775807 to the sum"
                                + " 9223372036854775807 of measure \"amount\": the total leaves the range of bigint;"
                                + " declare the field as long to sum without bounds");
    }

    private static MapSideAggregator aggregator(int maxCells) {
        return new MapSideAggregator(PIPELINE.rollups(), PIPELINE.event().schema(), maxCells);
    }

    /** Folds events of so many groups, some of them several times, and gives the sums of every cell. */
    private Map<String, Long> foldRandomEvents(MapSideAggregator fold, int groups) {
        Map<String, Long> expected = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(groups);
        for (int i = 0; i < 4 * groups; i++) {
            String place = "place-" + (i < groups ? i : random.nextInt(groups));
            int hour = random.nextInt(HOURS);
            long amount = random.nextLong(1_000_000_000_000L);
            Event event = event("2026-01-05T%02d:20:00Z".formatted(hour), place, amount);
            fold.fold(event);
            expected.merge(
                    "0 " + place + " " + SmallPipeline.micros("2026-01-05T%02d:15:00Z".formatted(hour)),
                    amount,
                    Long::sum);
            // A day of Berlin begins an hour before one of UTC.
            String day = hour < HOURS - 1 ? "2026-01-04T23:00:00Z" : "2026-01-05T23:00:00Z";
            expected.merge("1 " + place + " " + SmallPipeline.micros(day), amount, Long::sum);
            if (fold.full()) {
                fold.drain(drained::add);
            }
        }
        return expected;
    }

    private Map<String, Long> sums() {
        Map<String, Long> sums = new TreeMap<>();
        for (ShuffleRecord record : drained) {
            ShuffleKey key = ShuffleKey.read(record.key());
            var rollup = PIPELINE.rollups().get(key.rollup());
            RowShape shape = new RowShape(rollup, PIPELINE.event().schema());
            Object[] values = new Object[4];
            Accumulators.read(shape, record.value()).partials()[1].values(values, 0);
            String place = new GroupCodec(rollup, PIPELINE.event().schema())
                    .values(key.group())
                    .get(0)
                    .toString();
            sums.merge(key.rollup() + " " + place + " " + key.bucket(), ((Number) values[0]).longValue(), Long::sum);
        }
        return sums;
    }
}
