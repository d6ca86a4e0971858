package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Claim;
import tallyroll.record.BucketMark;

/** The same identity more than once: when it is noticed, which event counts, and what that costs. */
@Tag("spark")
class DuplicatesTest {
    private static final Sale SALE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale OTHER = Sale.of("b", "2026-03-28T08:20:00Z", "Bonn", 30);
    private static final String ROW = "by_shop_1h Bonn 2026-03-28T08:00:00Z";

    @Test
    void duplicate_inOneTask_isDroppedBeforeItIsRecorded() {
        Ring ring = Ring.byId();
        ring.publish(0, SALE, OTHER, SALE, SALE);

        ring.driver().ingest();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE, OTHER)));
        assertThat(ring.books().recorded()).isEqualTo(2);
        assertThat(ring.books().duplicates()).isEqualTo(2);
    }

    @Test
    void duplicate_inTwoTasks_countsTwiceUntilItsBucketIsSettled() {
        Ring ring = Ring.byId();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE);
        ring.publish(1, SALE, OTHER);

        driver.ingest();
        assertThat(ring.rows()).containsEntry(ROW, "sales=3 cents=530 highest=250");

        driver.settle();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE, OTHER)));
        assertThat(marks(ring))
                .extracting(
                        BucketMark::bucket,
                        BucketMark::lastBatch,
                        BucketMark::settledBatch,
                        BucketMark::distinct,
                        BucketMark::duplicates)
                .containsExactly(tuple(Ring.micros("2026-03-28T08:00:00Z"), 1L, 2L, 2L, 1L));
    }

    @Test
    void duplicate_inTwoBatches_countsOnceWhenSettled() {
        Ring ring = Ring.byId();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE);
        driver.ingestAndSettle();
        ring.publish(0, SALE, OTHER);

        driver.ingest();
        assertThat(ring.rows()).containsEntry(ROW, "sales=3 cents=530 highest=250");

        driver.settle();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE, OTHER)));
    }

    @Test
    void duplicate_withOtherPayload_theFirstReadCounts() {
        Ring ring = Ring.byId();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE);
        driver.ingest();
        ring.publish(0, SALE.revised(9, 999));

        driver.ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE)));
    }

    @Test
    void duplicate_withLastPolicy_theHighestRevisionCountsWheneverItCame() {
        Ring ring = Ring.byRevision();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE.revised(2, 200), SALE.revised(1, 100));
        driver.ingestAndSettle();
        ring.publish(1, SALE.revised(4, 400));
        driver.ingestAndSettle();
        ring.publish(0, SALE.revised(3, 300));

        driver.ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.lastOfEach(ring.published())));
        assertThat(ring.rows()).containsEntry(ROW, "sales=1 cents=400 highest=400");
    }

    @Test
    void duplicate_withLastPolicyAndEqualRevisions_theFirstReadCounts() {
        Ring ring = Ring.byRevision();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE.revised(1, 100));
        driver.ingest();
        ring.publish(0, SALE.revised(1, 111));

        driver.ingestAndSettle();

        assertThat(ring.rows()).containsEntry(ROW, "sales=1 cents=100 highest=100");
    }

    @Test
    void correction_toAnotherGroup_removesTheRowThatNoEventMakesAnyMore() {
        Ring ring = Ring.byRevision();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE);
        driver.ingestAndSettle();
        Sale corrected = new Sale(SALE.id(), SALE.at(), "Köln", "coffee", SALE.cents(), 1);
        ring.publish(0, corrected);

        driver.ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(corrected)));
    }

    @Test
    void identity_inTwoBuckets_countsInTheFirstReadOnly() {
        Ring ring = Ring.byId();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE, OTHER);
        driver.ingestAndSettle();
        ring.publish(0, SALE.movedTo("2026-03-28T17:00:00Z"));

        driver.ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE, OTHER)));
        assertThat(marks(ring))
                .extracting(BucketMark::distinct, BucketMark::duplicates)
                .containsExactly(tuple(2L, 0L), tuple(0L, 1L));
    }

    @Test
    void identity_inTwoBucketsOfOneBatch_countsInTheFirstReadOnly() {
        Ring ring = Ring.byId();
        ring.publish(0, SALE);
        ring.publish(1, SALE.movedTo("2026-03-28T17:00:00Z"));

        ring.driver().ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE)));
    }

    @Test
    void revision_thatMovedToAnotherBucket_takesTheEventOutOfTheSettledOne() {
        Ring ring = Ring.byRevision();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE, OTHER);
        driver.ingestAndSettle();
        ring.publish(0, SALE.movedTo("2026-03-29T09:00:00Z").revised(1, 260));

        driver.ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.lastOfEach(ring.published())));
        CommittedBatch last = ring.batches().get(ring.batches().size() - 1);
        assertThat(Ring.settled(last))
                .as("the bucket it left is settled again with the one it moved to")
                .extracting(Object::toString)
                .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T09:00:00Z");
    }

    @Test
    void identity_inManyBuckets_countsInOneOfThem() {
        Ring ring = Ring.byRevision();
        RingDriver driver = ring.driver();
        for (int hour = 0; hour < 12; hour++) {
            String at = "2026-03-28T%02d:30:00Z".formatted(hour);
            ring.publish(hour % 3, SALE.movedTo(at).revised(hour * 7 % 12, hour), Sale.of("own" + hour, at, "Bonn", 1));
            if (hour % 4 == 3) {
                driver.ingestAndSettle();
            }
        }

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.lastOfEach(ring.published())));
        assertThat(marks(ring)).noneMatch(BucketMark::dirty);
    }

    @Test
    void settling_again_writesNothing() {
        Ring ring = Ring.byId();
        RingDriver driver = ring.driver();
        ring.publish(0, SALE, SALE.movedTo("2026-03-28T11:00:00Z"));
        ring.publish(1, SALE, OTHER);
        driver.ingestAndSettle();
        Map<String, String> settled = ring.rows();

        List<Long> all = marks(ring).stream().map(BucketMark::bucket).toList();
        CommittedBatch again = driver.settle(all, Claim.Cause.SETTLE);

        assertThat(again.rows()).isZero();
        assertThat(ring.rows()).isEqualTo(settled).isEqualTo(NaiveTotals.of(List.of(SALE, OTHER)));
    }

    @Test
    void withoutAnId_thePositionIsTheIdentity() {
        Ring ring = Ring.of(ShopPipeline.idempotentDirect(""));
        ring.publish(0, SALE, SALE);
        ring.publish(1, SALE);

        ring.driver().ingestAndSettle();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(SALE, SALE, SALE)));
    }

    private static List<BucketMark> marks(Ring ring) {
        return ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
