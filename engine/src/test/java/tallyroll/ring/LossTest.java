package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.record.BucketMark;
import tallyroll.record.LostEvents;

/** A record that has lost a bucket's events, and then an event comes late into it. */
@Tag("spark")
class LossTest {
    private static final String HOUR = "2026-03-28T08:00:00Z";

    private final Ring ring =
            Ring.of(ShopPipeline.idempotentDirect("{id: string, at: timestamp, shop: string, cents: long}", """
            rollups:
              by_shop:
                by: [shop]
                every: [1h, 1d]
                measures: {sales: count, cents: sum(cents)}
            """));
    private RingDriver driver;

    @BeforeEach
    void settledThenLost() {
        ring.publish(
                0, Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250), Sale.of("b", "2026-03-28T08:50:00Z", "Bonn", 30));
        driver = ring.driver();
        driver.ingestAndSettle();
        ring.stores().lose(Ring.micros(HOUR));
        ring.publish(
                0,
                Sale.of("late", "2026-03-28T08:30:00Z", "Bonn", 1),
                Sale.of("noon", "2026-03-28T12:00:00Z", "Bonn", 7));
        driver.ingest();
    }

    @Test
    void settle_ofABucketThatHoldsLessThanWhenItWasSettled_isLeftOutAndTheOthersSettle() {
        driver.settle();

        assertThat(ring.rows())
                .isEqualTo(Map.of(
                        "by_shop_1h Bonn 2026-03-28T08:00:00Z", "sales=3 cents=281",
                        "by_shop_1h Bonn 2026-03-28T12:00:00Z", "sales=1 cents=7",
                        "by_shop_1d Bonn 2026-03-28T00:00:00Z", "sales=4 cents=288"));
        assertThat(ring.losses()).containsExactly(new LostEvents(Ring.micros(HOUR), 2, 2, 0));
        assertThat(driver.due()).as("it is not tried again and again").isEmpty();
        assertThat(ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE))
                .filteredOn(BucketMark::dirty)
                .extracting(mark -> Ring.instant(mark.bucket()).toString())
                .containsExactly(HOUR);
    }

    @Test
    void settle_byTheNextDriver_leavesItOutToo() {
        driver.settle();

        RingDriver next = ring.driver();
        next.settle();

        assertThat(ring.losses()).hasSize(2);
        assertThat(ring.rows()).containsEntry("by_shop_1h Bonn 2026-03-28T08:00:00Z", "sales=3 cents=281");
    }

    @Test
    void repair_thatAcceptsTheLoss_settlesIt() {
        driver.settle();

        driver.settle(java.util.List.of(Ring.micros(HOUR)), Claim.Cause.REPAIR);

        assertThat(ring.rows()).doesNotContainKey("by_shop_1h Bonn 2026-03-28T08:00:00Z");
        assertThat(ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE)).noneMatch(BucketMark::dirty);
    }
}
