package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.control.Request;
import tallyroll.control.RequestQueue;
import tallyroll.control.SettleClaim;
import tallyroll.flow.Drift;
import tallyroll.pipeline.Pipeline;
import tallyroll.record.LostEvents;
import tallyroll.run.MaintenanceRun;
import tallyroll.summary.StoreException;
import tallyroll.summary.SummaryRow;
import tallyroll.summary.SummaryStore.Partition;
import tallyroll.summary.SummaryStore.RowWrite;
import tallyroll.verify.Verification;
import tallyroll.verify.VerificationReport;

/** Every kind of damage is found, named, and, where the record tells how, put right: that and nothing else. */
@Tag("spark")
class VerifyTest {
    private static final String HOUR = "2026-03-28T08:00:00Z";
    private static final String DAY = "2026-03-28T00:00:00Z";

    private final Ring ring = Ring.byId();
    private final Heard heard = new Heard();
    private Map<String, String> right;

    @BeforeEach
    void settledSales() {
        ring.publish(
                0,
                Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250),
                Sale.of("b", "2026-03-28T08:50:00Z", "Bonn", 30),
                Sale.of("c", "2026-03-28T08:55:00Z", "Köln", 5),
                Sale.of("d", "2026-03-29T17:00:00Z", "Bonn", 7));
        ring.publish(1, Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250));
        RingDriver driver = ring.driver();
        driver.ingestAndSettle();
        driver.lease().release();
        right = ring.rows();
    }

    @Test
    void compare_undamaged_findsEveryRowRight() {
        VerificationReport report = ring.verified();

        assertThat(report.right()).isTrue();
        assertThat(report.rows()).isEqualTo(right.size());
        assertThat(report.buckets()).isEqualTo(2);
        assertThat(report.unsettled()).isZero();
        assertThat(report.distinct()).isEqualTo(4);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.undecoded()).isZero();
    }

    @Test
    void compare_aValueChangedByHand_isThatColumnOfThatRow() {
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 3, 1_000);

        VerificationReport report = ring.verified();

        assertThat(report.right()).isFalse();
        assertThat(report.drifted()).isEqualTo(1);
        assertThat(report.drifts())
                .containsExactly(
                        new Drift("by_shop_1h", 0, 1, List.of("Bonn"), Ring.micros(HOUR), "sales", "3", "2"),
                        new Drift("by_shop_1h", 0, 1, List.of("Bonn"), Ring.micros(HOUR), "cents", "1000", "280"));
        mustBeRepaired(1);
    }

    @Test
    void compare_aRowThatIsMissing_isNamedWithWhatItShouldBe() {
        delete(ring.partition("by_shop_1d", DAY, "Bonn"), DAY);

        VerificationReport report = ring.verified();

        assertThat(report.drifted()).isEqualTo(1);
        assertThat(report.drifts())
                .extracting(Drift::table, Drift::column, Drift::stored, Drift::recounted)
                .contains(org.assertj.core.groups.Tuple.tuple("by_shop_1d", "sales", "-", "2"));
        mustBeRepaired(1);
    }

    @Test
    void compare_aRowThatNoEventMakes_isNamedAndGoes() {
        Partition nobody = ring.partition("by_shop_15m", HOUR, "Atlantis");
        put(nobody, new SummaryRow(Ring.micros(HOUR), 1, values(1, 1)));

        VerificationReport report = ring.verified();

        assertThat(report.drifts())
                .extracting(Drift::table, Drift::group, Drift::stored, Drift::recounted)
                .contains(org.assertj.core.groups.Tuple.tuple("by_shop_15m", List.of("Atlantis"), "1", "-"));
        mustBeRepaired(1);
    }

    @Test
    void compare_manyKindsOfDamageAtOnce_eachIsFoundAndRepaired() {
        overwrite(ring.partition("by_shop_15m", HOUR, "Bonn"), HOUR, 9, 9);
        delete(ring.partition("by_shop_1h", "2026-03-29T17:00:00Z", "Bonn"), "2026-03-29T17:00:00Z");
        delete(ring.partition("by_product_1mo", "2026-02-28T23:00:00Z", "tea"), "2026-02-28T23:00:00Z");
        put(ring.partition("by_shop_1h", HOUR, "Atlantis"), new SummaryRow(Ring.micros(HOUR), 1, values(1, 1)));

        assertThat(ring.verified().drifted()).isEqualTo(4);

        mustBeRepaired(4);
    }

    @Test
    void compare_damageInABucketThatIsNotSettled_isPendingUntilItSettles() {
        ring.publish(0, Sale.of("e", "2026-03-28T08:11:00Z", "Bonn", 1));
        RingDriver driver = ring.driver();
        driver.ingest();
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 77, 77);

        VerificationReport report = ring.verified();

        assertThat(report.drifted()).isZero();
        assertThat(report.pending()).isEqualTo(1);
        assertThat(report.unsettled()).isEqualTo(1);
        driver.settle();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.firstOfEach(ring.published())));
    }

    @Test
    void compare_aRecordThatLostEvents_saysHowManyAndIsNotRight() {
        ring.stores().lose(Ring.micros(HOUR));

        VerificationReport report = ring.verified();

        assertThat(report.right()).isFalse();
        assertThat(report.losses()).containsExactly(new LostEvents(Ring.micros(HOUR), 2, 4, 0));
        assertThat(report.losses().get(0))
                .hasToString("bucket 2026-03-28T08:00:00Z held 4 events when batch 2 settled it and holds 0 now");
    }

    @Test
    void compare_anInterval_looksAtNothingBeyondIt() {
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 9, 9);

        assertThat(compare("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z").drifted())
                .isZero();
        assertThat(compare("2026-03-28T08:00:00Z", "2026-03-28T08:00:00.000001Z")
                        .drifted())
                .isEqualTo(1);
        assertThat(compare("2026-03-28T09:00:00Z", "2026-03-29T00:00:00Z").drifted())
                .isZero();
    }

    @Test
    void compare_whatAnEventOfAnotherBatchMakes_isNotAnOrphan() {
        Ring one = Ring.byId();
        one.publish(0, Sale.of("x", "2026-03-28T08:10:00Z", "Bonn", 12));
        one.driver().ingest();

        assertThat(one.verified().pending()).isZero();
        assertThat(one.verified().right()).isTrue();
    }

    @Test
    void open_aPipelineThatNeverRan_saysSo() {
        Pipeline never = ShopPipeline.idempotentDirect(Ring.BY_ID);

        assertThatThrownBy(() -> Verification.open(never, RingSpark.MASTER))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot verify \"" + never.name() + "\": there are no tables of it");
    }

    @Test
    void repair_claimsTheBucketsOfWhatDrifted_inThePipelinesOwnLog() {
        overwrite(ring.partition("by_shop_15m", HOUR, "Bonn"), HOUR, 9, 9);

        repaired();

        assertThat(ring.state().committed()).isEqualTo(3);
        assertThat(ring.history(1)).singleElement().isInstanceOfSatisfying(SettleClaim.class, claim -> {
            assertThat(claim.buckets()).containsExactly(Ring.micros(HOUR));
            assertThat(claim.cause()).isEqualTo(Claim.Cause.REPAIR);
        });
        assertThat(ring.state().holder()).as("the lease is given back").isEmpty();
    }

    @Test
    void repair_nothingDrifted_writesNoRow() {
        assertThat(repaired()).isZero();
        assertThat(ring.rows()).isEqualTo(right);
    }

    @Test
    void repair_withASettlingBatchLeftOpen_finishesThatFirst() {
        ring.publish(0, Sale.of("d", "2026-03-29T17:00:00Z", "Bonn", 7));
        RingDriver doomed = ring.driver();
        doomed.ingest();
        ring.faults().set(StoreFaults.killedBefore(2));
        assertThatThrownBy(doomed::settle).hasStackTraceContaining("killed on purpose");
        ring.faults().clear();
        doomed.lease().release();
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 9, 9);

        mustBeRepaired(1);

        assertThat(ring.history(2))
                .extracting(claim -> ((SettleClaim) claim).cause())
                .containsExactly(Claim.Cause.REPAIR, Claim.Cause.SETTLE);
    }

    @Test
    void repair_whileADriverHoldsTheLease_waitsForItAndIsDoneHereWhenThatOneEnds() throws Exception {
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 9, 9);
        RingDriver driver = ring.driver();
        CompletableFuture<Request> repair = CompletableFuture.supplyAsync(() -> carriedOut(Request.Losses.REFUSE));
        RequestQueue queue = ring.requests();
        await(() -> !queue.list().isEmpty());
        assertThat(queue.list().get(0).progress().state()).isEqualTo(Request.State.WAITING);
        assertThat(ring.rows()).isNotEqualTo(right);

        driver.lease().release();

        assertThat(repair.get(60, TimeUnit.SECONDS).progress().message())
                .isEqualTo("corrected 1 rows of 1 record buckets in 1 batches; drift 0");
        assertThat(ring.rows()).isEqualTo(right);
    }

    @Test
    void repair_ofARecordThatLostEvents_isRefusedUntilTheLossIsAccepted() {
        ring.stores().lose(Ring.micros(HOUR));

        Request refused = carriedOut(Request.Losses.REFUSE);
        assertThat(refused.progress().state()).isEqualTo(Request.State.FAILED);
        assertThat(refused.progress().message()).contains("That would lower right rows to what is left");
        assertThat(ring.rows()).isEqualTo(right);

        assertThat(carriedOut(Request.Losses.ACCEPT).progress().state()).isEqualTo(Request.State.DONE);
        assertThat(ring.verified().right()).isTrue();
        assertThat(ring.rows()).doesNotContainKey("by_shop_1h Bonn " + HOUR);
    }

    @Test
    void redo_whateverIsWrongInTheRange_isRightAfterwardsAndASecondTimeChangesNothing() {
        overwrite(ring.partition("by_shop_15m", HOUR, "Bonn"), HOUR, 9, 9);
        delete(ring.partition("by_shop_1d", DAY, "Bonn"), DAY);
        put(ring.partition("by_shop_1h", HOUR, "Atlantis"), new SummaryRow(Ring.micros(HOUR), 1, values(1, 1)));

        assertThat(redone("2026-03-28T08:30:00Z", "2026-03-28T08:31:00Z", Request.Losses.REFUSE))
                .as("the record's bucket is recounted whole, of all rollups")
                .isEqualTo("recounted 1 record buckets in 1 batches; replaced 3 rows that differed");
        assertThat(ring.rows()).isEqualTo(right);
        assertThat(redone("2026-03-28T08:30:00Z", "2026-03-28T08:31:00Z", Request.Losses.REFUSE))
                .isEqualTo("recounted 1 record buckets in 1 batches; replaced 0 rows that differed");
        assertThat(ring.rows()).isEqualTo(right);
    }

    @Test
    void redo_ofAnotherRange_leavesTheWrongRow() {
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 9, 9);

        assertThat(redone("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", Request.Losses.REFUSE))
                .isEqualTo("recounted 1 record buckets in 1 batches; replaced 0 rows that differed");
        assertThat(redone("2026-03-27T00:00:00Z", "2026-03-28T08:00:00Z", Request.Losses.REFUSE))
                .isEqualTo("recounted 0 record buckets in 0 batches; replaced 0 rows that differed");
        assertThat(ring.rows()).isNotEqualTo(right);
    }

    /** A row of a bucket that is not settled would pass the proof, which counts events and looks at no row. */
    @Test
    void redo_ofADirtyBucket_replacesTheWrongRowToo() {
        ring.publish(0, Sale.of("e", "2026-03-28T08:11:00Z", "Bonn", 1));
        RingDriver driver = ring.driver();
        driver.ingest();
        driver.lease().release();
        overwrite(ring.partition("by_shop_1h", HOUR, "Bonn"), HOUR, 77, 77);

        redone("2026-03-28T00:00:00Z", "2026-03-29T00:00:00Z", Request.Losses.REFUSE);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.firstOfEach(ring.published())));
    }

    @Test
    void redo_ofARecordThatLostEvents_isRefusedUntilTheLossIsAccepted() {
        ring.stores().lose(Ring.micros(HOUR));

        assertThat(redone("2026-03-28T00:00:00Z", "2026-03-29T00:00:00Z", Request.Losses.REFUSE))
                .contains("Cannot redo \"", "That would lower right rows to what is left");
        assertThat(ring.rows()).isEqualTo(right);

        redone("2026-03-28T00:00:00Z", "2026-03-29T00:00:00Z", Request.Losses.ACCEPT);
        assertThat(ring.rows()).doesNotContainKey("by_shop_1h Bonn " + HOUR);
    }

    /** What a redo says in the end. */
    private String redone(String from, String until, Request.Losses losses) {
        return carriedOut(new Request.Redo(Ring.micros(from), Ring.micros(until), losses))
                .progress()
                .message();
    }

    private VerificationReport compare(String from, String until) {
        try (Verification verification = Verification.open(ring.pipeline(), RingSpark.MASTER)) {
            return verification.compare(Ring.micros(from), Ring.micros(until));
        }
    }

    /** Rows that a repair of what verifying finds corrected. */
    private long repaired() {
        Request done = carriedOut(Request.Losses.REFUSE);
        assertThat(done.progress().state()).as(done.progress().message()).isEqualTo(Request.State.DONE);
        return heard.rows;
    }

    private Request carriedOut(Request.Losses losses) {
        heard.rows = 0;
        return carriedOut(new Request.Repair(Long.MIN_VALUE, Long.MAX_VALUE, losses));
    }

    private Request carriedOut(Request.Work work) {
        try {
            return MaintenanceRun.carryOut(ring.pipeline(), work, RingSpark.MASTER, heard);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** What the asker of a repair hears. */
    private static final class Heard implements MaintenanceRun.Watcher {
        private volatile long rows;

        @Override
        public void changed(Request request) {}

        @Override
        public void log(String line) {}

        @Override
        public void compared(VerificationReport found) {}

        @Override
        public void progress(long done, long total, String message) {}

        @Override
        public void corrected(long corrected, int batches, VerificationReport found) {
            rows = corrected;
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private void mustBeRepaired(int rows) {
        assertThat(repaired()).isEqualTo(rows);
        assertThat(ring.rows()).isEqualTo(right);
        assertThat(ring.verified().right()).isTrue();
    }

    /** {@code sales} and {@code cents} of a row changed as with cqlsh; its other columns stay. */
    private void overwrite(Partition partition, String bucket, long sales, long cents) {
        SummaryRow stored = ring.row(partition.table(), partition.group(), Ring.micros(bucket));
        Object[] values = stored.values().clone();
        values[0] = sales;
        values[1] = java.math.BigInteger.valueOf(cents);
        put(partition, new SummaryRow(stored.bucket(), stored.batch(), values));
    }

    /** Later than every write so far, and earlier than those of batches to come. */
    private long byHand() {
        return ring.state().writeTimestamp() + 500;
    }

    private static Object[] values(long sales, long cents) {
        return new Object[] {sales, java.math.BigInteger.valueOf(cents), cents};
    }

    private void put(Partition partition, SummaryRow row) {
        ring.stores().storedSummaries().write(partition, List.of(new RowWrite(row, null)), byHand());
    }

    private void delete(Partition partition, String bucket) {
        ring.stores().storedSummaries().delete(partition, List.of(Ring.micros(bucket)), byHand());
    }
}
