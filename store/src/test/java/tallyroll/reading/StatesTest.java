package tallyroll.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.PipelineState;
import tallyroll.control.SettleClaim;
import tallyroll.pipeline.Pipeline;
import tallyroll.reading.Measured.Sample;
import tallyroll.record.Settlement;
import tallyroll.time.Micros;

/** What a row says of itself, by the marks of its record buckets. Grace is an hour. */
class StatesTest {
    private static final Pipeline PIPELINE = Measured.pipeline(Map.of());

    private final TwinStores stores = new TwinStores();

    @Test
    void state_ofHours_isThatOfTheirRecordBuckets() {
        rows("07:10", "08:10", "09:10", "10:10");
        ingested(1, "07:00", "08:00", "09:00", "10:00");
        settled(2, "07:00", "08:00");
        ingested(3, "08:00");

        assertThat(states("1h", "11:30"))
                .isEqualTo(Map.of("07", "SETTLED 2", "08", "DIRTY", "09", "DIRTY", "10", "LIVE"));
        assertThat(states("1h", "12:00")).containsEntry("10", "DIRTY");
    }

    @Test
    void state_ofALongerBucket_isTheLeastOfItsRecordBuckets() {
        rows("07:10", "08:10");
        ingested(1, "07:00", "08:00");
        settled(2, "07:00");

        assertThat(states("2h", "20:00")).isEqualTo(Map.of("06", "SETTLED 2", "08", "DIRTY"));
        assertThat(states("4h", "20:00")).containsEntry("04", "SETTLED 2");
        assertThat(states("12h", "20:00")).isEqualTo(Map.of("00", "DIRTY"));
        assertThat(states("12h", "12:59")).isEqualTo(Map.of("00", "LIVE"));
        settled(3, "08:00");
        assertThat(states("12h", "20:00")).isEqualTo(Map.of("00", "SETTLED 3"));
        assertThat(selection("20:00").total().orElseThrow().state()).isEqualTo(RowState.SETTLED);
    }

    /** What settled the bucket before does not speak for it. */
    @Test
    void state_ofARowOfALaterBatchThanTheMarksKnow_isDirty() {
        Measured.write(stores.summaries(), PIPELINE, List.of(new Sample(at("07:10"), "here", 1, 1)), 4);
        settled(2, "07:00");
        assertThat(states("1h", "20:00")).isEqualTo(Map.of("07", "DIRTY"));
        assertThat(selection("20:00").rows().map(Row::batch)).containsExactly(4L);
        settled(4, "07:00");
        assertThat(states("1h", "20:00")).isEqualTo(Map.of("07", "SETTLED 4"));
    }

    @Test
    void state_notAskedFor_isUnknown() {
        rows("07:10");

        assertThat(selection("20:00")
                        .withoutStates()
                        .rows()
                        .findFirst()
                        .orElseThrow()
                        .state())
                .isEqualTo(RowState.UNKNOWN);
    }

    @Test
    void verifiedThrough_isTheFirstDirtyBucket() {
        TallyReader reader = TallyReader.over(() -> stores, PIPELINE, InstantSource.fixed(at("20:00")));
        assertThat(reader.verifiedThrough()).isEmpty();
        assertThat(reader.recordedUntil()).isEmpty();

        assertThat(stores.control().swap(PipelineState.initial("readings"), claimed()))
                .isTrue();
        ingested(1, "07:00", "08:00", "09:00");
        settled(2, "07:00");
        assertThat(reader.verifiedThrough()).contains(at("08:00"));
        assertThat(reader.recordedUntil()).contains(at("10:00"));
        settled(3, "08:00", "09:00");
        assertThat(reader.verifiedThrough()).contains(at("10:00"));
    }

    private static PipelineState claimed() {
        PipelineState none = PipelineState.initial("readings");
        return new PipelineState(
                none.pipeline(),
                1,
                1,
                "",
                0,
                3,
                Measured.TIMESTAMP,
                0,
                0,
                none.open(),
                none.positions(),
                none.books(),
                none.definition(),
                none.forgotten(),
                none.last(),
                none.sources(),
                none.settled(),
                none.paths(),
                0);
    }

    private void rows(String... times) {
        List<Sample> samples = List.of(times).stream()
                .map(time -> new Sample(at(time), "here", 1, 1))
                .toList();
        Measured.write(stores.summaries(), PIPELINE, samples);
    }

    private void ingested(long batch, String... buckets) {
        Claim.Range range = new Claim.Range("readings", 0, batch, batch + 1);
        IngestClaim claim = new IngestClaim(batch, timestamp(batch), 0, List.of(range));
        List.of(buckets).forEach(bucket -> stores.record().mark(micros(bucket), claim, 0));
    }

    private void settled(long batch, String... buckets) {
        List<Long> starts = List.of(buckets).stream().map(StatesTest::micros).toList();
        stores.record()
                .settled(
                        new SettleClaim(batch, timestamp(batch), 0, starts, SettleClaim.Cause.SETTLE),
                        starts.stream()
                                .map(start -> new Settlement(start, 1, 0, 0))
                                .toList());
    }

    private Map<String, String> states(String every, String now) {
        return selection(now)
                .every(every)
                .rows()
                .collect(Collectors.toMap(
                        row -> row.start().toString().substring(11, 13),
                        row -> row.state()
                                + (row.settledBatch().isPresent()
                                        ? " " + row.settledBatch().getAsLong()
                                        : "")));
    }

    private Selection selection(String now) {
        return TallyReader.over(() -> stores, PIPELINE, InstantSource.fixed(at(now)))
                .rollup("levels")
                .between(at("00:00"), at("12:00"))
                .group("here");
    }

    private static long timestamp(long batch) {
        return Measured.TIMESTAMP + batch * Claim.TIMESTAMP_STEP;
    }

    private static long micros(String time) {
        return Micros.of(at(time));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-05T" + time + ":00Z");
    }
}
