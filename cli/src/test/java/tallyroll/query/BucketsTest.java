package tallyroll.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tallyroll.bucket.Granularity;
import tallyroll.event.Event;
import tallyroll.measure.Partial;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.time.Micros;

class BucketsTest {
    private static final Pipeline PIPELINE = Definition.parse("""
            pipeline: readings
            source: {kafka: {bootstrap: "localhost:9092", topic: readings}}
            event: {format: json, time: at, fields: {place: string, level: int}}
            strategy: aggregates-direct
            rollups:
              levels: {by: [place], every: [1h], measures: {n: count, low: min(level), mean: avg(level), kinds: distinct(level)}}
            """, "readings.yaml", Environment.of(Map.of()));

    private final RowShape shape =
            new RowShape(PIPELINE.rollups().get(0), PIPELINE.event().schema());

    @Test
    void rows_batchesOfOneHour_areOneRowOfAllTheirEvents() {
        List<SummaryRow> rows = merged(
                row("2026-11-25T08:00:00Z", 3, 5),
                row("2026-11-25T08:59:59.999Z", 5, 1),
                row("2026-11-25T09:00:00Z", 9));

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).bucket()).isEqualTo(micros("2026-11-25T08:00:00Z"));
        assertThat(values(rows.get(0))).contains("n=4", "low=1", "mean=3.5", "kinds=3");
        assertThat(values(rows.get(1))).contains("n=1", "low=9", "mean=9.0", "kinds=1");
    }

    @Test
    void rows_oneOfItsBucket_isShownAsItIsStored() {
        SummaryRow stored = new SummaryRow(
                micros("2026-11-25T08:00:00Z"), 7, new Object[shape.columns().size()]);

        assertThat(merged(stored)).singleElement().isEqualTo(stored);
    }

    @Test
    void rows_noBatches_isNothing() {
        assertThat(merged()).isEmpty();
    }

    private List<SummaryRow> merged(SummaryRow... rows) {
        Buckets buckets =
                new Buckets(shape, Granularity.parse("1h", ZoneOffset.UTC).orElseThrow());
        buckets.add(List.of(rows));
        return buckets.rows();
    }

    private SummaryRow row(String batchTime, long... levels) {
        Partial[] partials = shape.neutral();
        for (long level : levels) {
            Event event = new Event(PIPELINE.event().schema());
            event.putLong(PIPELINE.event().schema().slot("level"), level);
            for (Partial partial : partials) {
                partial.fold(event);
            }
        }
        return new SummaryRow(micros(batchTime), 1, shape.values(partials));
    }

    private List<String> values(SummaryRow row) {
        return IntStream.range(0, shape.columns().size())
                .mapToObj(i -> shape.columns().get(i).name() + "=" + row.values()[i])
                .toList();
    }

    private static long micros(String instant) {
        return Micros.of(Instant.parse(instant));
    }
}
