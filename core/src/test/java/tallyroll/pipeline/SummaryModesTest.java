package tallyroll.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.bucket.Granularity;
import tallyroll.measure.Column;
import tallyroll.measure.ColumnType;
import tallyroll.pipeline.Pipeline.Rollup;
import tallyroll.summary.RollupTable;

/** What each summary mode answers. */
class SummaryModesTest {
    private static final List<Column> MEASURES =
            List.of(new Column("flights", ColumnType.BIGINT), new Column("worst", ColumnType.DECIMAL));

    private static final BatchWrites<String> NAMES = new BatchWrites<>() {
        @Override
        public String adding() {
            return "adds";
        }

        @Override
        public String putting() {
            return "puts";
        }

        @Override
        public String merging() {
            return "merges";
        }
    };

    static Stream<SummaryMode> modes() {
        return SummaryModes.all().stream();
    }

    @ParameterizedTest
    @CsvSource({
        "counters,   adds,   EVENT, false, counted,  true",
        "aggregates, puts,   BATCH, false, counted,  false",
        "idempotent, merges, EVENT, true,  recorded, false"
    })
    void mode_eachLabel_isOneSetOfFacts(
            String label, String writes, RowTime rowTime, boolean recorded, String booked, boolean withoutSpark) {
        SummaryMode mode = mode(label);

        assertThat(mode.<String>write(NAMES)).isEqualTo(writes);
        assertThat(mode.rowTime()).isEqualTo(rowTime);
        assertThat(mode.recorded()).isEqualTo(recorded);
        assertThat(mode.booked()).isEqualTo(booked);
        assertThat(mode.withoutSpark()).isEqualTo(withoutSpark);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    counters   | flights counter, worst counter
                    aggregates | flights bigint, worst decimal, batch bigint
                    idempotent | flights bigint, worst decimal, batch bigint
                    """)
    void columns_ofMeasures_areCountersOrCarryTheBatch(String label, String columns) {
        assertThat(mode(label).columns(MEASURES))
                .extracting(column -> column.name() + " " + column.type().cql())
                .containsExactly(columns.split(", "));
    }

    @ParameterizedTest
    @CsvSource({
        "counters,   delays_1h delays_1d, 1h 1d, bucket,     2026-11",
        "aggregates, delays_partials,     batch, batch_time, 2026-11-25",
        "idempotent, delays_1h delays_1d, 1h 1d, bucket,     2026-11"
    })
    void tables_ofARollup_areNamedAndKeyedByTheirTime(
            String label, String names, String intervals, String column, String period) {
        Rollup rollup = Edited.pipeline().rollups().get(0);

        List<RollupTable> tables = RollupTable.all(rollup, mode(label));

        assertThat(tables).extracting(RollupTable::name).containsExactly(names.split(" "));
        assertThat(tables).extracting(RollupTable::interval).containsExactly(intervals.split(" "));
        assertThat(tables).extracting(RollupTable::timeColumn).containsOnly(column);
        assertThat(tables.get(0).period().label(micros(2026, 11, 25))).isEqualTo(period);
    }

    @ParameterizedTest
    @CsvSource({"counters, 1d, delays_1d", "aggregates, 1d, delays_partials", "idempotent, 1h, delays_1h"})
    void table_answeringALength_isTheOneThatHasIt(String label, String every, String name) {
        Rollup rollup = Edited.pipeline().rollups().get(0);
        Granularity asked = Granularity.parse(every, ZoneOffset.UTC).orElseThrow();

        assertThat(RollupTable.answering(rollup, asked, mode(label)).name()).isEqualTo(name);
    }

    /** CQL keeps milliseconds; the rest of a claimed write timestamp would not come back. */
    @Test
    void time_ofABatch_isItsClaimInWholeMilliseconds() {
        assertThat(SummaryModes.PARTIALS.rowTime().ofBatch(1_234_567)).hasValue(1_234_000);
        assertThat(SummaryModes.TOTALS.rowTime().ofBatch(1_234_567)).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    count           | counters aggregates idempotent
                    sum(delay)      | counters aggregates idempotent
                    sum(arrDelay)   | counters aggregates idempotent
                    sum(share)      | aggregates idempotent
                    sum(fare)       | aggregates idempotent
                    max(delay)      | aggregates idempotent
                    distinct(origin)| aggregates idempotent
                    """)
    void measure_each_isKeptByTheModesThatCan(String measure, String labels) {
        Pipeline pipeline = Edited.pipeline("flights: count", "flights: " + measure);
        var written = pipeline.rollups().get(0).measures().get(0);

        assertThat(SummaryModes.all())
                .filteredOn(mode -> mode.keeps(written, pipeline.event().schema()))
                .extracting(SummaryMode::label)
                .containsExactly(labels.split(" "));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void measureRule_isThere_whereAMeasureIsNotKept(SummaryMode mode) {
        assertThat(mode.measureRule().isEmpty()).isEqualTo(mode.measures().equals("all"));
    }

    /** What has no record cannot be verified, and what has one can. */
    @ParameterizedTest
    @MethodSource("modes")
    void unverifiable_isSaid_whereNothingIsRecorded(SummaryMode mode) {
        assertThat(mode.unverifiable().isEmpty()).isEqualTo(mode.recorded());
    }

    @ParameterizedTest
    @MethodSource("modes")
    void sentences_ofEachMode_areThere(SummaryMode mode) {
        assertThat(Stream.of(mode.promise(), mode.writes(), mode.noRows(), mode.measures()))
                .allMatch(sentence -> sentence.length() > 2);
        assertThat(mode.givesUp()).isNotEmpty().allMatch(sentence -> sentence.endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void mode_throughSerialisation_isEqualAndOfTheSameHash(SummaryMode mode) throws Exception {
        SummaryMode back = (SummaryMode) copied(mode);

        assertThat(back).isEqualTo(mode).hasSameHashCodeAs(mode).hasToString(mode.label());
    }

    @Test
    void modes_areDifferent() {
        assertThat(SummaryModes.all()).doesNotHaveDuplicates();
        assertThat(SummaryModes.TOTALS).isNotEqualTo(SummaryModes.COUNTERS).isNotEqualTo(IngestionModes.DIRECT);
    }

    static Object copied(Object object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    private static SummaryMode mode(String label) {
        return SummaryModes.all().stream()
                .filter(mode -> mode.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static long micros(int year, int month, int day) {
        return LocalDate.of(year, month, day).toEpochDay() * 86_400_000_000L;
    }
}
