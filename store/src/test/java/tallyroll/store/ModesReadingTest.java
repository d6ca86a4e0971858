package tallyroll.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.measure.Partial;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Pipeline;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.reading.Row;
import tallyroll.reading.RowState;
import tallyroll.reading.Selection;
import tallyroll.reading.TallyReader;
import tallyroll.store.node.MemoryNode;
import tallyroll.summary.CounterStore.Increment;
import tallyroll.summary.GroupCodec;
import tallyroll.summary.GroupKey;
import tallyroll.summary.RollupTable;
import tallyroll.summary.RowShape;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.time.Micros;

/** The strategies that keep no record: their rows are read and added up too, and nothing is said of their states. */
class ModesReadingTest {
    private static final Instant FROM = Instant.parse("2026-11-25T08:00:00Z");

    @Test
    void counters_ofHours_areReadAndAddedUp() {
        try (NodeStores stores = NodeStores.ofCounters()) {
            Rollup rollup = stores.pipeline().rollups().get(0);
            for (String place : List.of("here", "there")) {
                for (int hour = 0; hour < 3; hour++) {
                    long bucket = Micros.of(FROM.plusSeconds(3600L * hour));
                    stores.stores()
                            .counters()
                            .add(
                                    partition(stores.pipeline(), place, bucket),
                                    List.of(new Increment(bucket, new long[] {1, 10L + hour})))
                            .toCompletableFuture()
                            .join();
                }
            }
            Selection all = selection(stores.stores(), stores.pipeline()).allowScan(100);

            assertThat(all.group("here").rows())
                    .extracting(row -> row.whole("events") + " " + row.whole("numbers"))
                    .containsExactly("1 10", "1 11");
            assertThat(all.total().map(row -> row.whole("events") + " " + row.whole("numbers")))
                    .contains("4 42");
            assertThat(all.total().orElseThrow().state()).isEqualTo(RowState.UNKNOWN);
            assertThat(rollup.by()).containsExactly("place");
        }
    }

    /** Partials lie by when their batches were processed, at no bucket's begin. */
    @Test
    void partials_ofBatches_areMergedIntoAnyBucketsAndOverAnyRange() {
        try (MemoryNode node = new MemoryNode()) {
            Pipeline pipeline =
                    Definition.parse("""
                    pipeline: readings
                    source: {kafka: {bootstrap: "localhost:9092", topic: readings}}
                    event: {format: json, time: at, fields: {at: timestamp, place: string, level: int}}
                    strategy: aggregates-direct
                    cassandra: {contact: ["${env:CONTACT}"]}
                    rollups:
                      levels: {by: [place], every: [1h], measures: {n: count, low: min(level), mean: avg(level), kinds: distinct(level)}}
                    """, "readings.yaml", Environment.of(Map.of("CONTACT", node.contactPoint())));
            try (CassandraStores stores = CassandraStores.open(pipeline)) {
                stores.createTables();
                write(stores, pipeline, "2026-11-25T08:00:00Z", 3, 5);
                write(stores, pipeline, "2026-11-25T08:59:59.999Z", 5, 1);
                write(stores, pipeline, "2026-11-25T09:00:00Z", 9);

                assertThat(selection(stores, pipeline).group("here").rows().map(ModesReadingTest::text))
                        .containsExactly("2026-11-25T08:00:00Z 4 1 3.5 3", "2026-11-25T09:00:00Z 1 9 9.0 1");
                assertThat(selection(stores, pipeline)
                                .every("1d")
                                .group("here")
                                .rows()
                                .map(ModesReadingTest::text))
                        .containsExactly("2026-11-25T00:00:00Z 5 1 4.6 4");
                assertThat(selection(stores, pipeline)
                                .between(FROM.plusSeconds(1), FROM.plusSeconds(3601))
                                .group("here")
                                .total()
                                .map(ModesReadingTest::text))
                        .contains("2026-11-25T08:00:01Z 3 1 5.0 3");
            }
        }
    }

    private static Selection selection(Stores stores, Pipeline pipeline) {
        return TallyReader.over(() -> stores, pipeline, InstantSource.system())
                .rollup(pipeline.rollups().get(0).name())
                .between(FROM, FROM.plusSeconds(7200));
    }

    private static String text(Row row) {
        return row.start() + " " + row.value("n") + " " + row.value("low") + " " + row.value("mean") + " "
                + row.value("kinds");
    }

    private static void write(CassandraStores stores, Pipeline pipeline, String batchTime, long... levels) {
        EventSchema schema = pipeline.event().schema();
        RowShape shape = new RowShape(pipeline.rollups().get(0), schema);
        Partial[] partials = shape.neutral();
        LongStream.of(levels).forEach(level -> {
            Event event = new Event(schema);
            event.putLong(schema.slot("level"), level);
            for (Partial partial : partials) {
                partial.fold(event);
            }
        });
        long at = Micros.of(Instant.parse(batchTime));
        stores.summaries()
                .write(
                        partition(pipeline, "here", at),
                        List.of(new RowWrite(new SummaryRow(at, 1, shape.values(partials)), null)),
                        Claims.TIMESTAMP)
                .toCompletableFuture()
                .join();
    }

    private static Partition partition(Pipeline pipeline, String place, long at) {
        Rollup rollup = pipeline.rollups().get(0);
        RollupTable table = RollupTable.all(pipeline, rollup).get(0);
        GroupKey group = new GroupCodec(rollup, pipeline.event().schema()).key(List.of(place));
        return new Partition(table, group, table.period().label(at));
    }
}
