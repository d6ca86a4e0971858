package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.bytes.Slice;
import tallyroll.control.Claim;
import tallyroll.control.IngestClaim;
import tallyroll.control.SettleClaim;
import tallyroll.control.SettledCounts;
import tallyroll.event.Event;
import tallyroll.flow.ApplyReport;
import tallyroll.record.SystemOfRecord;
import tallyroll.summary.StoreException;
import tallyroll.time.Micros;

/** Which buckets are settled by proof and which by a recount, and what an audit does. Hours are after ten o'clock. */
class ProofTest {
    private MemoryPipeline visits = new MemoryPipeline("{keep: first, within: 2h}");

    @Test
    void settle_bucketsOfWholeBatches_areProven() {
        visits.ingest("a", 1, 0, "b", 2, 0);
        visits.ingest("c", 1, 0);

        visits.settle();

        assertThat(proven()).containsExactly(1, 2);
        assertThat(recounted()).isEmpty();
        assertThat(visits.dirty()).isEmpty();
        assertThat(visits.record.marks(0, Long.MAX_VALUE)).allSatisfy(mark -> assertThat(mark.distinct())
                .isEqualTo(MemoryPipeline.hour(mark.bucket()) == 1 ? 2 : 1));
    }

    @Test
    void settle_bucketTouchedAgainAfterItWasProven_isProvenAgain() {
        visits.ingest("a", 1, 0);
        visits.settle();
        visits.ingest("b", 1, 0);

        visits.settle();

        assertThat(visits.settlements())
                .extracting(claim -> claim.proven().size())
                .containsExactly(1, 1);
        assertThat(visits.counts()).isEqualTo(Map.of(1, 2L));
    }

    @Test
    void settle_bucketWithCopiesAndOneItReaches_areRecounted() {
        visits.ingest("a", 1, 0, "b", 2, 0, "c", 9, 0);
        visits.ingest("a", 2, 0);

        visits.settle();

        assertThat(recounted()).containsExactly(1, 2);
        assertThat(proven()).containsExactly(9);
        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L, 2, 1L, 9, 1L));
    }

    @Test
    void settle_bucketOfABatchOfWhichATaskWasTriedAgain_isRecounted() {
        visits.reported = ProofTest::ofRetried;
        visits.ingest("a", 1, 0);
        visits.reported = report -> report;
        visits.ingest("b", 1, 0, "c", 2, 0);

        visits.settle();

        assertThat(recounted()).containsExactly(1);
        assertThat(proven()).containsExactly(2);
    }

    /** The driver died after rows were applied; run again, the batch may read something else. */
    @Test
    void settle_bucketOfABatchThatWasRunAgain_isRecounted() {
        visits.ingest("a", 1, 0);
        visits.ingestAsADriverThatDies("b", 1, 0);
        visits.restart(visits.record);
        visits.runner().recover();

        visits.settle();

        assertThat(recounted()).containsExactly(1);
        assertThat(visits.counts()).isEqualTo(Map.of(1, 2L));
    }

    /** Such as a late write of a driver that was taken for dead. */
    @Test
    void settle_bucketThatHoldsMoreThanBatchesCounted_isRecounted() {
        visits.ingest("a", 1, 0, "b", 2, 0);
        long written = visits.record.marks(0, Long.MAX_VALUE).get(0).bucket();
        record(1, 3, "{\"id\":\"z\",\"at\":\"2026-03-27T11:00:00Z\",\"place\":\"x\",\"revision\":0}", written);

        visits.settle();

        assertThat(recounted()).containsExactly(1);
        assertThat(visits.counts()).isEqualTo(Map.of(1, 2L, 2, 1L));
    }

    /** The copy of "c" that is in no row would make up for "b", which the record has lost. */
    @Test
    void settle_bucketThatHoldsAnUncountedEventAndHasLostACountedOne_isNotProven() {
        visits = new MemoryPipeline("{last: revision, within: 2h}");
        visits.ingest("a", 1, 0, "b", 1, 0);
        visits.ingest("c", 9, 0, "c", 1, 0);
        visits.record.lose(visits.record.marks(0, Long.MAX_VALUE).get(0).bucket(), 1, "events", 0, 1);

        visits.settle();

        assertThat(proven()).containsExactly(9);
    }

    /** The rows count it twice, and the index knows of both: only the record can tell. */
    @Test
    void settle_bucketThatHasLostAnEventOfWhichACopyCame_isNotProven() {
        visits.ingest("a", 1, 0, "b", 1, 0);
        visits.settle();
        visits.record.lose(visits.record.marks(0, Long.MAX_VALUE).get(0).bucket(), 1, "events", 0, 0);
        visits.ingest("a", 1, 0);

        visits.settle();

        assertThat(visits.settlements()).hasSize(1);
        assertThat(visits.dirty()).isNotEmpty();
    }

    @Test
    void settle_afterARestart_isByWhatTheMarksSay() {
        visits.ingest("a", 1, 0, "b", 2, 0);
        visits.restart(visits.record);
        visits.ingest("c", 2, 0);

        visits.settle();

        assertThat(proven()).containsExactly(1, 2);
    }

    /** What it counted is not in the marks, though it was committed. */
    @Test
    void settle_afterADriverDiedBetweenCommitAndMarks_isByARecount() {
        visits.restart(failing("counted"));
        assertThatThrownBy(() -> visits.ingest("a", 1, 0)).isInstanceOf(StoreException.class);
        visits.restart(visits.record);
        visits.runner().recover();
        visits.ingest("b", 1, 0);

        visits.settle();

        assertThat(recounted()).containsExactly(1);
        assertThat(visits.counts()).isEqualTo(Map.of(1, 2L));
    }

    /** Proven once, claimed once: a driver after it need not look again. */
    @Test
    void recover_batchThatProved_settlesTheSameBuckets() {
        visits.ingest("a", 1, 0, "b", 2, 0);
        visits.restart(failing("settled"));
        assertThatThrownBy(() -> visits.settle()).isInstanceOf(StoreException.class);

        visits.restart(visits.record);
        visits.runner().recover();

        assertThat(visits.dirty()).isEmpty();
        assertThat(proven()).containsExactly(1, 2);
    }

    @Test
    void settle_byRecount_provesNothing() {
        visits = new MemoryPipeline("{keep: first, within: 2h}", "settle: recount");
        visits.ingest("a", 1, 0);

        visits.settle();

        assertThat(recounted()).containsExactly(1);
        assertThat(visits.record.marks(0, Long.MAX_VALUE))
                .allMatch(mark -> mark.counted().isEmpty());
    }

    @Test
    void settle_cachedCounts_areInTheControlRow() {
        visits.ingest("a", 1, 0, "b", 5, 0);
        visits.ingest("b", 5, 0);

        visits.settle();

        assertThat(visits.runner().lease().state().settled()).isEqualTo(new SettledCounts(1, 1, 0, 0));
    }

    @Test
    void audit_rowThatIsNotWhatTheRecordSays_isCorrectedAndCounted() {
        visits.ingest("a", 1, 0, "b", 2, 0);
        visits.settle();
        visits.damage(1, 7);
        visits.days = 40;

        CommittedBatch audit = visits.runner().audit(1_000).orElseThrow();

        assertThat(visits.counts()).isEqualTo(Map.of(1, 1L, 2, 1L));
        assertThat(audit.drifted()).isEqualTo(1);
        assertThat(visits.runner().lease().state().settled()).isEqualTo(new SettledCounts(2, 0, 2, 1));
        assertThat(visits.runner().audit(1_000)).as("all were").isEmpty();
    }

    @Test
    void audit_bucketsAFewAtATime_comesToAll() {
        visits.ingest("a", 1, 0, "b", 2, 0, "c", 3, 0);
        visits.settle();
        assertThat(visits.runner().audit(0)).as("not yet").isEmpty();
        visits.days = 40;

        assertThat(visits.runner().audit(0)).map(CommittedBatch::buckets).contains(1);
        assertThat(visits.runner().audit(2)).map(CommittedBatch::buckets).contains(2);
        assertThat(visits.runner().audit(2)).isEmpty();
    }

    /** A bucket that is proven again was not recounted: when it last was stays as it is. */
    @Test
    void audit_bucketProvenAgain_isStillDue() {
        visits.ingest("a", 1, 0);
        visits.settle();
        visits.days = 40;
        visits.ingest("b", 1, 0);
        visits.settle();

        assertThat(visits.runner().audit(9)).isPresent();
    }

    /** Its rows are right, and what is left of the record is not: verifying names it. */
    @Test
    void audit_bucketThatLostEvents_leavesItsRowsAlone() {
        visits.ingest("a", 1, 0, "b", 1, 0, "c", 2, 0);
        visits.settle();
        visits.days = 40;
        visits.restart(losing(1));

        CommittedBatch audit = visits.runner().audit(1_000).orElseThrow();

        assertThat(audit.claim()).isInstanceOfSatisfying(SettleClaim.class, claim -> assertThat(claim.settled())
                .extracting(MemoryPipeline::hour)
                .containsExactly(2));
        assertThat(visits.counts()).isEqualTo(Map.of(1, 2L, 2, 1L));
        assertThat(visits.runner().audit(1_000)).isEmpty();
    }

    @Test
    void audit_never_isNot() {
        visits = new MemoryPipeline("{keep: first, within: 2h}", "audit: never");
        visits.ingest("a", 1, 0);
        visits.settle();
        visits.days = 4_000;

        assertThat(visits.runner().audit(9)).isEmpty();
    }

    private List<Integer> proven() {
        return visits.settlements().stream()
                .flatMap(claim -> claim.proven().stream())
                .map(SettleClaim.Proven::bucket)
                .map(MemoryPipeline::hour)
                .toList();
    }

    private List<Integer> recounted() {
        return visits.settlements().stream()
                .flatMap(claim -> claim.buckets().stream())
                .map(MemoryPipeline::hour)
                .toList();
    }

    private static ApplyReport ofRetried(ApplyReport report) {
        return new ApplyReport(
                report.rows(),
                report.written(),
                report.deleted(),
                report.already(),
                report.same(),
                report.drifted(),
                report.drifts(),
                report.damaged(),
                report.stats(),
                true);
    }

    /** Records an event behind the driver's back, as of a batch. */
    private void record(long batch, int task, String raw, long bucket) {
        List<Claim.Range> ranges = List.of(
                new Claim.Range("events", 0, 0, 1),
                new Claim.Range("events", 1, 0, 1),
                new Claim.Range("events", 2, 0, 1),
                new Claim.Range("events", 3, 0, 1));
        IngestClaim claim = new IngestClaim(batch, Micros.of(MemoryPipeline.TEN), 0, ranges);
        Event event = new Event(visits.schema());
        event.identity(17, 4);
        try (SystemOfRecord.Appender appender = visits.record.appender(claim, task, 0)) {
            appender.add(bucket, event, 0, Slice.of(raw));
            appender.finish();
        }
    }

    /** The record, without the events of an hour. */
    private SystemOfRecord losing(int hour) {
        Class<SystemOfRecord> port = SystemOfRecord.class;
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            boolean reads =
                    method.getName().equals("identities") || method.getName().equals("read");
            if (reads && MemoryPipeline.hour((long) args[0]) == hour) {
                return method.getName().equals("read")
                        ? null
                        : List.<long[]>of().iterator();
            }
            return method.invoke(visits.record, args);
        }));
    }

    /** The record, on which one call always fails. */
    private SystemOfRecord failing(String call) {
        Class<SystemOfRecord> port = SystemOfRecord.class;
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            if (method.getName().equals(call)) {
                throw new StoreException("no answer to " + call, null);
            }
            return method.invoke(visits.record, args);
        }));
    }
}
