package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.control.Claim;
import tallyroll.flow.ApplyReport;
import tallyroll.time.Micros;

/** A row into which somebody else has written stops nothing: it is left as it is, and made again from the record (rule R18). */
class UnreadableRowTest {
    private static final long TEN = Micros.of(MemoryPipeline.TEN);
    private static final long HOUR = 3_600_000_000L;
    private static final byte[] OOPS = "oops".getBytes(StandardCharsets.UTF_8);
    /** The day of ten o'clock begins ten hours before it. */
    private static final int DAY = -10;

    private final MemoryPipeline visits = new MemoryPipeline(
            "{keep: first, within: 0s}",
            "settle: proof",
            "every: [1h, 1d], measures: {events: count, ids: \"top_k(id, 3)\"}");

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void ingest_intoAnUnreadableRow_leavesItAndSettlingMakesItAgain(int granularity) {
        int hour = granularity == 0 ? 0 : DAY;
        threeEventsAndTwo();
        damage(granularity, hour);

        visits.ingest("f", 0, 0);

        assertThat(visits.unreadable).containsExactly("batch 3: " + granularity + "/" + hour);
        assertThat(unreadable(granularity)).containsExactly(hour);
        visits.settle();
        assertThat(unreadable(granularity)).isEmpty();
        assertThat(visits.counts()).isEqualTo(Map.of(0, 4L, 1, 2L));
        assertThat(visits.counts(1)).isEqualTo(Map.of(DAY, 6L));
    }

    @Test
    void settle_besideAnUnreadableRow_leavesTheLongerOneUntilBothAreMadeAgain() {
        threeEventsAndTwo();
        damage(0, 0);
        visits.ingest("f", 1, 0);

        visits.runner().settle(List.of(TEN + HOUR), Claim.Cause.REPAIR);

        assertThat(visits.unreadable).containsExactly("batch 4: 0/0");
        assertThat(unreadable(0)).containsExactly(0);
        assertThat(visits.counts()).containsEntry(1, 3L);
        assertThat(visits.dirty()).containsExactly(0);
        visits.settle();
        assertThat(unreadable(0)).isEmpty();
        assertThat(visits.counts()).isEqualTo(Map.of(0, 3L, 1, 3L));
        assertThat(visits.counts(1)).isEqualTo(Map.of(DAY, 6L));
    }

    @Test
    void verify_unreadableRow_isDriftThatIsNamed() {
        threeEventsAndTwo();
        damage(0, 0);

        ApplyReport all = visits.compare(0, 2);
        ApplyReport beside = visits.compare(1, 2);

        assertThat(all.drifted()).isPositive();
        assertThat(all.damaged()).contains(new ApplyReport.Damaged(0, 0, TEN));
        assertThat(beside.drifts()).anyMatch(drift -> drift.stored().equals("a row that cannot be read"));
    }

    private void threeEventsAndTwo() {
        visits.ingest("a", 0, 0, "b", 0, 0, "c", 0, 0, "d", 1, 0, "e", 1, 0);
        visits.settle();
    }

    /** Puts a text where a sketch was, as a hand would. */
    private void damage(int granularity, int hour) {
        visits.damage(granularity, hour, values -> {
            Object[] damaged = values.clone();
            for (int i = 0; i < damaged.length; i++) {
                damaged[i] = damaged[i] instanceof byte[] ? OOPS : damaged[i];
            }
            return damaged;
        });
    }

    /** The rows that are damaged still, hours after ten o'clock. */
    private List<Integer> unreadable(int granularity) {
        List<Integer> hours = new ArrayList<>();
        visits.rows(granularity, (partition, row) -> {
            if (List.of(row.values()).contains(OOPS)) {
                hours.add(MemoryPipeline.hour(row.bucket()));
            }
        });
        return hours;
    }
}
