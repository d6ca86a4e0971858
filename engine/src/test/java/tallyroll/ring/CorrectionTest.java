package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.control.Request;
import tallyroll.decode.VoidEntry;
import tallyroll.expression.SparkExpressions;
import tallyroll.flow.CountingEvents;
import tallyroll.flow.RecountInput;
import tallyroll.flow.TaskPlan;
import tallyroll.importing.Corrections;
import tallyroll.importing.Corrections.Wanted;
import tallyroll.importing.Corrections.Why;
import tallyroll.importing.Corrections.Worked;
import tallyroll.importing.VoidIds;
import tallyroll.job.TallyJobs;
import tallyroll.pipeline.InvalidRequestException;
import tallyroll.ring.StoreFaults.Port;
import tallyroll.run.MaintenanceRun;
import tallyroll.store.StoreSettings;
import tallyroll.verify.VerificationReport;

/** Events are taken out of the totals by their ids: for good, whatever comes later, and whoever is killed at it. */
@Tag("spark")
class CorrectionTest {
    private static final Sale A = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale B = Sale.of("b", "2026-03-28T08:50:00Z", "Bonn", 30);
    private static final Sale C = Sale.of("c", "2026-03-29T17:00:00Z", "Köln", 5);

    @Test
    void correct_twice_takesEventsOutOnce() {
        Ring ring = Ring.byId();
        streamed(ring, A, B, C);

        Worked first = corrected(ring, "a", "c", "unknown");

        assertThat(first.missing()).extracting(Wanted::id).containsExactly("unknown");
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(B)));
        mustBeRight(ring, 1);
        assertThat(ring.state().voids()).isEqualTo(2);
        Worked second = corrected(ring, "a", "c");
        assertThat(second.entries()).isEmpty();
        assertThat(second.already()).isEqualTo(2);
        assertThat(entries(ring)).extracting(VoidEntry::id).containsExactly("a", "c");
        assertThat(entries(ring)).extracting(VoidEntry::reason).containsOnly("INC-42");
    }

    @Test
    void correct_thenCopiesHereAndInAnotherBucket_countNowhere() {
        Ring ring = Ring.byId();
        streamed(ring, A, B);
        corrected(ring, "a");

        streamed(ring, A, A.movedTo("2026-03-28T10:10:00Z"), C);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(B, C)));
        mustBeRight(ring, 2);
    }

    @Test
    void correct_thenALaterRevision_countsNowhere() {
        Ring ring = Ring.byRevision();
        streamed(ring, A, B);
        corrected(ring, "a");

        streamed(ring, A.revised(7, 1_000), A.revised(9, 2_000).movedTo("2026-03-29T09:00:00Z"));

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(B)));
        mustBeRight(ring, 1);
    }

    /** Both buckets hold one, for the horizon is a day. */
    @Test
    void correct_ofAnIdInSeveralBuckets_takesAllOut() {
        Ring ring = Ring.byId();
        streamed(ring, A);
        streamed(ring, A.movedTo("2026-04-20T08:00:00Z"), B);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, A.movedTo("2026-04-20T08:00:00Z"), B)));

        Worked worked = corrected(ring, "a");

        assertThat(worked.entries()).hasSize(2);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(B)));
        mustBeRight(ring, 1);
    }

    @Test
    void correct_inAdvance_holdsForWhatComesAndForWhatIsNextToIt() {
        Ring ring = Ring.byId();
        Sale neighbour = A.movedTo("2026-03-28T11:00:00Z");
        streamed(ring, B, neighbour);
        Worked worked = work(ring, true, "a,2026-03-28T08:10:00Z", "b,2026-03-28T23:00:00Z");
        carryOut(ring, worked);

        assertThat(ring.rows())
                .as("of b nothing, for its time is within the horizon")
                .isEmpty();

        streamed(ring, A, C);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(C)));
        mustBeRight(ring, 1);
    }

    @Test
    void correct_withATime_looksIntoItsBucketOnly() {
        Ring ring = Ring.byId();
        streamed(ring, A, B);

        assertThat(work(ring, false, "a,2026-03-28T08:59:00Z", "{\"id\":\"b\",\"at\":\"2026-03-28T08:50:00Z\"}")
                        .entries())
                .hasSize(2);
        assertThat(work(ring, false, "a,2026-03-28T09:00:00Z").missing()).hasSize(1);
    }

    @Test
    void correct_withoutAnId_knowsEventsByTheirPlace() {
        Ring ring = Ring.of(ShopPipeline.idempotentDirect(""));
        streamed(ring, A, A, B);

        corrected(ring, "0,1");

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(A, B)));
        mustBeRight(ring, 2);
    }

    @Test
    void correct_whoseBatchFails_isRunAgainByTheNextDriver() {
        Ring ring = Ring.byId();
        streamed(ring, A, B);
        Worked worked = work(ring, false, "a");
        ring.faults().set(StoreFaults.first(Integer.MAX_VALUE, Port.SUMMARY, StoreFaults::taskFailsBefore));
        assertThatThrownBy(() -> carryOut(ring, worked)).isInstanceOf(RuntimeException.class);
        ring.faults().clear();

        streamed(ring, C);
        carryOut(ring, worked);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(B, C)));
        mustBeRight(ring, 2);
    }

    @Test
    void countingEvents_afterACorrection_giveNoneOfIt() {
        Ring ring = Ring.byId();
        streamed(ring, A, B, C);
        corrected(ring, "a");
        TaskPlan plan = plan(ring);
        List<Long> buckets = new Corrections(
                        plan, ring.stores().record(), ring.state().forgotten())
                .buckets().stream().map(mark -> mark.bucket()).toList();
        var repeated = new TallyJobs(RingSpark.context(), plan, StoreSettings.of(ring.pipeline()))
                .repeatedIdentities(buckets, buckets, RecountInput.ALL_BATCHES)
                .decided(plan.event().duplicates(), plan.horizon());
        List<String> given = new ArrayList<>();
        CountingEvents events = new CountingEvents(plan, ring.stores().record(), RecountInput.ALL_BATCHES);

        buckets.forEach(bucket -> events.visit(bucket, repeated, (event, raw) -> given.add(raw.text())));

        assertThat(given).containsExactly(B.json(), C.json());
        assertThat(events.unreadable()).isZero();
    }

    @Test
    void ids_thatAreNone_areNamed() {
        Ring ring = Ring.byId();
        assertThatThrownBy(() -> work(ring, false, "a,b,c"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Cannot take line 1 for an event's id: it has 3 columns; an id is id");
        assertThatThrownBy(() -> work(ring, false, "{\"name\":1}"))
                .hasMessageContaining("it lacks \"id\"; an id is id");
        assertThatThrownBy(() -> work(ring, false, "a,yesterday")).hasMessageContaining("its time: ");
    }

    private static void streamed(Ring ring, Sale... sales) {
        ring.publish(0, sales);
        RingDriver driver = ring.driver();
        driver.recover();
        driver.ingestAndSettle();
        driver.lease().release();
    }

    private static Worked corrected(Ring ring, String... ids) {
        Worked worked = work(ring, false, ids);
        carryOut(ring, worked);
        return worked;
    }

    private static Worked work(Ring ring, boolean inAdvance, String... ids) {
        VoidIds reader = new VoidIds(ring.pipeline(), ring.pipeline().name());
        List<Wanted> wanted =
                Arrays.stream(ids).map(id -> reader.read(id, "line 1")).toList();
        return new Corrections(plan(ring), ring.stores().record(), ring.state().forgotten())
                .work(
                        wanted,
                        new Why("INC-42", "somebody", Ring.micros("2030-01-01T00:00:00Z"), inAdvance),
                        done -> {});
    }

    private static TaskPlan plan(Ring ring) {
        return TaskPlan.of(ring.pipeline(), SparkExpressions.of(ring.pipeline()), 10);
    }

    private static void carryOut(Ring ring, Worked worked) {
        for (Request.Import work :
                Corrections.requests(worked.entries(), ring.pipeline().name())) {
            try {
                Request done = MaintenanceRun.carryOut(ring.pipeline(), work, RingSpark.MASTER, new ImportTest.Quiet());
                assertThat(done.progress().state())
                        .as(done.progress().message())
                        .isEqualTo(Request.State.DONE);
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }

    private static List<VoidEntry> entries(Ring ring) {
        List<VoidEntry> entries = new ArrayList<>();
        Corrections.visit(ring.stores().record(), (entry, bucket) -> entries.add(entry));
        return entries;
    }

    private static void mustBeRight(Ring ring, int events) {
        VerificationReport report = ring.verified();
        assertThat(report.right()).as(report.toString()).isTrue();
        assertThat(report.unsettled()).isZero();
        assertThat(report.distinct()).isEqualTo(events);
    }
}
