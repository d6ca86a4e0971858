package tallyroll.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.ByteWriter;
import tallyroll.event.Event;
import tallyroll.event.EventSchema;
import tallyroll.measure.Partial;
import tallyroll.pipeline.ContractPipeline;
import tallyroll.pipeline.Pipeline;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;

/** A test for each sentence of {@link SummaryStore}; every implementation extends it. */
public abstract class SummaryStoreContract {
    protected static final long HOUR = 3_600_000_000L;
    /** 2001-01-05T00:00Z. */
    protected static final long BUCKET = 978_652_800_000_000L;

    protected static final long TIMESTAMP = 1_700_000_000_000_000L;

    private static final Pipeline PIPELINE = ContractPipeline.inMemory();
    private static final EventSchema SCHEMA = PIPELINE.event().schema();
    private static final RollupTable TABLE = table(0);
    private static final RowShape SHAPE = new RowShape(TABLE.rollup(), SCHEMA);

    /** An empty store for the tables of {@link ContractPipeline}. */
    protected abstract SummaryStore summaries();

    @Test
    void read_range_isInclusiveAndAscending() {
        write(partition("here"), TIMESTAMP, row(3, 1), row(0, 1), row(2, 1), row(1, 1));

        assertThat(summaries().read(partition("here"), BUCKET + HOUR, BUCKET + 2 * HOUR))
                .succeedsWithin(Duration.ofSeconds(20))
                .satisfies(rows -> assertThat(rows)
                        .extracting(SummaryRow::bucket)
                        .containsExactly(BUCKET + HOUR, BUCKET + 2 * HOUR));
    }

    @Test
    void read_otherPartitions_areLeftOut() {
        Partition here = partition("here");
        write(here, TIMESTAMP, row(0, 1));

        assertThat(read(partition("there"))).isEmpty();
        assertThat(read(new Partition(TABLE, here.group(), "2001-02"))).isEmpty();
        assertThat(read(new Partition(table(1), here.group(), here.period()))).isEmpty();
        assertThat(read(here)).hasSize(1);
    }

    @Test
    void write_row_isReadBackInEveryColumn() {
        write(partition("here"), TIMESTAMP, row(0, 7));

        assertSame(read(partition("here")), row(0, 7));
    }

    @Test
    void write_rowWithoutAnyValue_isReadBackAsNulls() {
        SummaryRow empty = new SummaryRow(BUCKET, 7, SHAPE.values(SHAPE.neutral()));
        write(partition("here"), TIMESTAMP, empty);

        assertSame(read(partition("here")), empty);
    }

    @Test
    void write_higherTimestamp_stays() {
        write(partition("here"), TIMESTAMP, row(0, 1));
        write(partition("here"), TIMESTAMP + 1, row(0, 2));

        assertSame(read(partition("here")), row(0, 2));
    }

    @Test
    void write_lateOneOfAnOlderTimestamp_loses() {
        write(partition("here"), TIMESTAMP + 1, row(0, 2));
        write(partition("here"), TIMESTAMP, row(0, 1));

        assertSame(read(partition("here")), row(0, 2));
    }

    @Test
    void write_valueThatBecomesNull_isNullAlsoAfterALateOlderWrite() {
        SummaryRow full = row(0, 1);
        SummaryRow empty = new SummaryRow(BUCKET, 2, SHAPE.values(SHAPE.neutral()));
        write(partition("here"), TIMESTAMP, full);
        RowWrite replacing = new RowWrite(empty, full);
        assertThat(summaries().write(partition("here"), List.of(replacing), TIMESTAMP + 1))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(WriteOutcome.WRITTEN);
        write(partition("here"), TIMESTAMP, full);

        assertSame(read(partition("here")), empty);
    }

    @Test
    void write_sameTimestampAndContentAgain_changesNothing() {
        write(partition("here"), TIMESTAMP, row(0, 1), row(1, 1));
        write(partition("here"), TIMESTAMP, row(0, 1), row(1, 1));

        assertSame(read(partition("here")), row(0, 1), row(1, 1));
    }

    @Test
    void write_manyRows_areAllThere() {
        SummaryRow[] rows = LongStream.range(0, 500).mapToObj(i -> row(i, 1)).toArray(SummaryRow[]::new);
        write(partition("here"), TIMESTAMP, rows);

        assertSame(read(partition("here")), rows);
    }

    @Test
    void delete_rows_areGoneAndOthersStay() {
        write(partition("here"), TIMESTAMP, row(0, 1), row(1, 1), row(2, 1));
        delete(partition("here"), TIMESTAMP + 1, BUCKET, BUCKET + 2 * HOUR);

        assertSame(read(partition("here")), row(1, 1));
    }

    @Test
    void delete_lateWriteOfAnOlderTimestamp_staysDeleted() {
        write(partition("here"), TIMESTAMP, row(0, 1));
        delete(partition("here"), TIMESTAMP + 2, BUCKET);
        write(partition("here"), TIMESTAMP + 1, row(0, 1));

        assertThat(read(partition("here"))).isEmpty();
    }

    @Test
    void delete_writeOfANewerTimestamp_isThere() {
        delete(partition("here"), TIMESTAMP, BUCKET);
        write(partition("here"), TIMESTAMP + 1, row(0, 1));

        assertSame(read(partition("here")), row(0, 1));
    }

    @Test
    void delete_ofAnOlderTimestampThanTheRow_changesNothing() {
        write(partition("here"), TIMESTAMP + 1, row(0, 1));
        delete(partition("here"), TIMESTAMP, BUCKET);

        assertSame(read(partition("here")), row(0, 1));
    }

    @Test
    void scan_allSlices_visitEveryStoredRowOnce() {
        List<String> written = new ArrayList<>();
        for (int group = 0; group < 40; group++) {
            write(partition("group " + group), TIMESTAMP, row(0, 1), row(1, 1));
            written.add(partition("group " + group).group() + " " + BUCKET);
            written.add(partition("group " + group).group() + " " + (BUCKET + HOUR));
        }
        write(partition("gone"), TIMESTAMP, row(0, 1));
        delete(partition("gone"), TIMESTAMP + 1, BUCKET);

        for (int slices : new int[] {1, 3, 8}) {
            List<String> visited = new ArrayList<>();
            for (int slice = 0; slice < slices; slice++) {
                summaries().scan(TABLE, slice, slices, (group, bucket) -> visited.add(group + " " + bucket));
            }
            assertThat(visited).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    @Test
    void partitions_fromAnyPlace_areThoseThatHoldRowsFromThereOn() {
        for (int group = 0; group < 40; group++) {
            write(partition("group " + group), TIMESTAMP, row(0, 1), row(1, 1));
        }
        write(partition("gone"), TIMESTAMP, row(0, 1));
        delete(partition("gone"), TIMESTAMP + 1, BUCKET);

        List<SummaryStore.Located> all = partitions(Long.MIN_VALUE);

        assertThat(all)
                .extracting(SummaryStore.Located::partition)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 40)
                        .mapToObj(group -> partition("group " + group))
                        .toList());
        assertThat(all).extracting(SummaryStore.Located::place).isSorted();
        assertThat(partitions(all.get(17).place())).isEqualTo(all.subList(17, 40));
    }

    @Test
    void holdsRows_withDeletedAndWithoutRows_isFalse() {
        write(partition("here"), TIMESTAMP, row(0, 1));
        write(partition("gone"), TIMESTAMP, row(0, 1));
        delete(partition("gone"), TIMESTAMP + 1, BUCKET);

        assertThat(summaries().holdsRows(partition("here")))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(true);
        assertThat(summaries().holdsRows(partition("gone")))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(false);
        assertThat(summaries().holdsRows(partition("never")))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(false);
    }

    private List<SummaryStore.Located> partitions(long fromPlace) {
        List<SummaryStore.Located> found = new ArrayList<>();
        summaries().partitions(TABLE, fromPlace).forEachRemaining(found::add);
        return found;
    }

    @Test
    void scan_groupOfEveryType_isTheGroupThatWasWritten() {
        RollupTable all = new RollupTable(
                PIPELINE.rollups().get(1), PIPELINE.rollups().get(1).finest());
        Event event = event(4);
        ByteWriter key = new ByteWriter();
        new GroupCodec(all.rollup(), SCHEMA).write(event, key);
        GroupKey group = new GroupKey(key.toByteArray());
        Partition partition = new Partition(all, group, all.period().label(BUCKET));
        write(partition, TIMESTAMP, new SummaryRow(BUCKET, 1, new Object[] {5L}));
        List<GroupKey> visited = new ArrayList<>();

        summaries().scan(all, 0, 1, (seen, bucket) -> visited.add(seen));

        assertThat(visited).containsExactly(group);
        assertThat(read(partition)).hasSize(1);
    }

    @Test
    void grandTotal_hasOnePartitionAPeriod() {
        RollupTable total = new RollupTable(
                PIPELINE.rollups().get(2), PIPELINE.rollups().get(2).finest());
        Partition partition =
                new Partition(total, new GroupKey(new byte[0]), total.period().label(BUCKET));
        write(
                partition,
                TIMESTAMP,
                new SummaryRow(BUCKET, 1, new Object[] {5L}),
                new SummaryRow(BUCKET + HOUR, 1, new Object[] {6L}));
        List<String> visited = new ArrayList<>();

        summaries().scan(total, 0, 1, (group, bucket) -> visited.add(group + "/" + (bucket - BUCKET)));

        assertThat(visited).containsExactlyInAnyOrder("/0", "/" + HOUR);
        assertThat(read(partition)).extracting(row -> row.values()[0]).containsExactly(5L, 6L);
        assertThat(read(new Partition(total, partition.group(), "2001-02"))).isEmpty();
        delete(partition, TIMESTAMP + 1, BUCKET);
        assertThat(read(partition)).extracting(row -> row.values()[0]).containsExactly(6L);
    }

    protected static Partition partition(String place) {
        Event event = new Event(SCHEMA);
        event.putString(SCHEMA.slot("place"), place);
        ByteWriter key = new ByteWriter();
        new GroupCodec(TABLE.rollup(), SCHEMA).write(event, key);
        return new Partition(
                TABLE, new GroupKey(key.toByteArray()), TABLE.period().label(BUCKET));
    }

    protected static RollupTable table(int every) {
        Pipeline.Rollup rollup = PIPELINE.rollups().get(0);
        return new RollupTable(rollup, rollup.every().get(every));
    }

    /** A row of the bucket so many hours on, whose totals depend on the batch. */
    protected static SummaryRow row(long hours, long batch) {
        Partial[] partials = SHAPE.neutral();
        for (int i = 0; i < 3 + batch; i++) {
            for (Partial partial : partials) {
                partial.fold(event(i));
            }
        }
        return new SummaryRow(BUCKET + hours * HOUR, batch, SHAPE.values(partials));
    }

    protected final void write(Partition partition, long writeTimestamp, SummaryRow... rows) {
        List<SummaryRow> stored = read(partition);
        List<RowWrite> writes = new ArrayList<>();
        for (SummaryRow row : rows) {
            Optional<SummaryRow> before = stored.stream()
                    .filter(each -> each.bucket() == row.bucket())
                    .findFirst();
            writes.add(new RowWrite(row, before.orElse(null)));
        }
        assertThat(summaries().write(partition, writes, writeTimestamp))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(WriteOutcome.WRITTEN);
    }

    protected final List<SummaryRow> read(Partition partition) {
        return summaries()
                .read(partition, BUCKET - HOUR, BUCKET + 1_000 * HOUR)
                .toCompletableFuture()
                .join();
    }

    private void delete(Partition partition, long writeTimestamp, Long... buckets) {
        assertThat(summaries().delete(partition, List.of(buckets), writeTimestamp))
                .succeedsWithin(Duration.ofSeconds(20))
                .isEqualTo(WriteOutcome.WRITTEN);
    }

    private static void assertSame(List<SummaryRow> actual, SummaryRow... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i).bucket()).isEqualTo(expected[i].bucket());
            assertThat(actual.get(i).batch()).isEqualTo(expected[i].batch());
            for (int column = 0; column < expected[i].values().length; column++) {
                Object left = actual.get(i).values()[column];
                Object right = expected[i].values()[column];
                assertThat(RowShape.equal(left, right))
                        .as("%s: %s and %s", SHAPE.columns().get(column), left, right)
                        .isTrue();
            }
        }
    }

    private static Event event(int number) {
        Event event = new Event(SCHEMA);
        event.timeMicros(BUCKET + number * 1_000_000L);
        event.identity(number, number);
        event.putString(SCHEMA.slot("place"), number % 2 == 0 ? "é✈" : "");
        event.putString(SCHEMA.slot("mixed"), "m" + number);
        event.putLong(SCHEMA.slot("fresh"), number % 2);
        event.putLong(SCHEMA.slot("number"), number * 10L - 5);
        event.putDouble(SCHEMA.slot("weight"), number / 4.0);
        event.putDecimal(SCHEMA.slot("price"), new BigDecimal("123456789012345678.25"));
        event.putLong(SCHEMA.slot("at"), BUCKET + number * 1_000L);
        return event;
    }
}
