package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.SettledCounts;
import tallyroll.record.BucketMark;

/** When buckets are settled, what becomes of late events, and that every length of bucket agrees. */
@Tag("spark")
class SettleTest {
    private final Ring ring = Ring.byId();
    private final RingDriver driver = ring.driver();

    @Test
    void due_aBucket_onlyOnceItsEndAndTheGraceHavePassed() {
        ring.publish(0, Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 1));
        driver.ingest();

        ring.now("2026-03-28T09:09:59.999Z");
        assertThat(driver.due()).isEmpty();

        ring.now("2026-03-28T09:10:00Z");
        assertThat(driver.due()).containsExactly(Ring.micros("2026-03-28T08:00:00Z"));
    }

    @Test
    void due_aSettledBucket_notUntilALateEventFallsIntoIt() {
        ring.publish(0, Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 1));
        driver.ingestAndSettle();
        assertThat(driver.due()).isEmpty();

        ring.publish(0, Sale.of("late", "2026-03-28T08:59:59.999Z", "Bonn", 5));
        driver.ingest();

        assertThat(driver.due()).containsExactly(Ring.micros("2026-03-28T08:00:00Z"));
        driver.settle();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
        assertThat(marks())
                .extracting(
                        BucketMark::bucket,
                        BucketMark::lastBatch,
                        BucketMark::settledBatch,
                        BucketMark::distinct,
                        BucketMark::duplicates)
                .containsExactly(Tuple.tuple(Ring.micros("2026-03-28T08:00:00Z"), 3L, 4L, 2L, 0L));
    }

    @Test
    void due_afterARestart_isReadFromTheMarks() {
        ring.publish(
                0, Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 1), Sale.of("b", "2026-03-28T10:00:00Z", "Bonn", 2));
        driver.ingest();

        assertThat(ring.driver().due())
                .containsExactly(Ring.micros("2026-03-28T08:00:00Z"), Ring.micros("2026-03-28T10:00:00Z"));
    }

    @Test
    void settle_withoutDuplicates_provesEveryRowRight() {
        publishWithoutDuplicates(ring);

        driver.ingestAndSettle();

        assertThat(ring.state().settled()).isEqualTo(new SettledCounts(39, 0, 0, 0));
        assertThat(marks()).hasSize(39).noneMatch(BucketMark::dirty);
        assertThat(marks()).extracting(BucketMark::distinct).allMatch(events -> events > 0);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
        assertThat(ring.verified().drifts()).isEmpty();
    }

    @Test
    void settle_duplicatesInOneBucket_recountsThatOneAlone() {
        publishWithoutDuplicates(ring);
        driver.ingest();
        ring.publish(0, ring.published().get(100));
        driver.ingest();

        driver.settle();

        assertThat(ring.state().settled()).isEqualTo(new SettledCounts(38, 1, 0, 0));
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.firstOfEach(ring.published())));
    }

    /** As Spark gives a task another attempt. */
    @Test
    void settle_batchOfWhichATaskFailedOnce_isRecounted() {
        publishWithoutDuplicates(ring);
        ring.faults().set(StoreFaults.first(1, StoreFaults.Port.RECORD, StoreFaults::taskFailsAfter));
        driver.ingest();

        driver.settle();

        assertThat(ring.state().settled()).isEqualTo(new SettledCounts(0, 39, 0, 0));
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
    }

    @Test
    void settle_byRecount_findsEveryRowRight() {
        Ring ring = Ring.of(ShopPipeline.recounting());
        publishWithoutDuplicates(ring);

        ring.driver().ingestAndSettle();

        assertThat(ring.batches())
                .filteredOn(CommittedBatch::settling)
                .isNotEmpty()
                .allSatisfy(batch -> {
                    assertThat(batch.rows()).isZero();
                    assertThat(batch.books()).isEqualTo(Books.NONE);
                });
        assertThat(ring.state().settled()).isEqualTo(new SettledCounts(0, 39, 0, 0));
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
    }

    private static void publishWithoutDuplicates(Ring ring) {
        for (int i = 0; i < 200; i++) {
            String at =
                    Instant.parse("2026-03-28T00:00:00Z").plusSeconds(i * 700L).toString();
            ring.publish(i % 3, Sale.of("id" + i, at, "shop" + i % 7, i - 20));
        }
    }

    @Test
    void settle_oneHourOfADay_completesTheDayFromTheHoursThatStand() {
        for (int hour = 0; hour < 6; hour++) {
            ring.publish(0, Sale.of("id" + hour, "2026-03-28T0%d:15:00Z".formatted(hour), "Bonn", 10 + hour));
        }
        ring.publish(1, Sale.of("id3", "2026-03-28T03:15:00Z", "Bonn", 13));
        driver.ingest();

        driver.settle(List.of(Ring.micros("2026-03-28T03:00:00Z")), Claim.Cause.SETTLE);

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.firstOfEach(ring.published())));
        assertThat(marks())
                .filteredOn(BucketMark::dirty)
                .as("the other hours are as they were")
                .hasSize(5);
    }

    @Test
    void days_inAZone_are23And25HoursLongWhereClocksChange() {
        ring.publish(
                0,
                Sale.of("before", "2026-03-28T22:59:59Z", "Bonn", 1),
                Sale.of("first of the short day", "2026-03-28T23:00:00Z", "Bonn", 2),
                Sale.of("last of the short day", "2026-03-29T21:59:59Z", "Bonn", 4),
                Sale.of("after", "2026-03-29T22:00:00Z", "Bonn", 8),
                Sale.of("first of the long day", "2026-10-24T22:00:00Z", "Bonn", 16),
                Sale.of("last of the long day", "2026-10-25T22:59:59Z", "Bonn", 32));

        driver.ingestAndSettle();

        assertThat(ring.rows())
                .containsEntry("by_product_1d tea 2026-03-28T23:00:00Z", "sales=2 cents=6 dozens=0")
                .containsEntry("by_product_1d tea 2026-10-24T22:00:00Z", "sales=2 cents=48 dozens=3")
                .isEqualTo(NaiveTotals.of(ring.published()));
    }

    @Test
    void where_andDerivedFields_areAppliedToNewEventsAndToRecountedOnes() {
        Sale refund = Sale.of("refund", "2026-03-28T08:00:00Z", "Bonn", -120);
        Sale dozen = Sale.of("dozen", "2026-03-28T08:00:01Z", "Bonn", 145);
        ring.publish(0, refund, dozen);
        ring.publish(1, dozen);
        driver.ingest();
        assertThat(ring.rows())
                .containsEntry("by_product_1d tea 2026-03-27T23:00:00Z", "sales=2 cents=290 dozens=24")
                .containsEntry("by_shop_1d Bonn 2026-03-28T00:00:00Z", "sales=3 cents=170 highest=145");

        driver.settle();

        assertThat(ring.rows())
                .containsEntry("by_product_1d tea 2026-03-27T23:00:00Z", "sales=1 cents=145 dozens=12")
                .isEqualTo(NaiveTotals.of(List.of(refund, dozen)));
    }

    @Test
    void where_thatNoEventOfAGroupMeets_makesNoRow() {
        ring.publish(0, Sale.of("refund", "2026-03-28T08:00:00Z", "Bonn", -1).ofProduct("returned"));

        driver.ingestAndSettle();

        assertThat(ring.rows().keySet()).noneMatch(key -> key.startsWith("by_product"));
    }

    @Test
    void settle_buckets_thatHoldNothing_marksThemAndWritesNothing() {
        CommittedBatch settled = driver.settle(List.of(Ring.micros("2026-03-28T08:00:00Z")), Claim.Cause.SETTLE);

        assertThat(settled.buckets()).isEqualTo(1);
        assertThat(settled.rows()).isZero();
        assertThat(ring.rows()).isEqualTo(Map.of());
    }

    @Test
    void writeTimestamps_ofBatches_riseEvenIfTheClockStepsBack() {
        ring.publish(0, Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 1));
        driver.ingest();
        ring.now("2029-01-01T00:00:00Z");
        ring.publish(0, Sale.of("b", "2026-03-28T08:11:00Z", "Bonn", 2));
        driver.ingestAndSettle();

        assertThat(ring.batches())
                .extracting(batch -> batch.claim().writeTimestamp())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
    }

    private List<BucketMark> marks() {
        return ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE);
    }
}
