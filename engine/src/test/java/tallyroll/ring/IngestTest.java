package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.batch.CommittedBatch;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore.BatchEntry;
import tallyroll.control.IngestClaim;
import tallyroll.record.BucketMark;
import tallyroll.record.DeadLetter;

/** New events: what a batch reads, records, adds up and writes down. */
@Tag("spark")
class IngestTest {
    private static final Sale MORNING = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale NOON = Sale.of("b", "2026-03-28T12:00:00Z", "Bonn", 120);
    private static final Sale ELSEWHERE = Sale.of("c", "2026-03-28T12:14:59Z", "Köln", 40);

    private final Ring ring = Ring.byId();

    @Test
    void ingest_oneBatch_makesEveryRowOfItsEvents() {
        ring.publish(0, MORNING, NOON, ELSEWHERE);

        ring.driver().ingest();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
    }

    @Test
    void ingest_oneEvent_rowsAreTheseAndNoOthers() {
        ring.publish(0, MORNING);

        ring.driver().ingest();

        assertThat(ring.rows())
                .isEqualTo(Map.of(
                        "by_shop_15m Bonn 2026-03-28T08:00:00Z", "sales=1 cents=250 highest=250",
                        "by_shop_1h Bonn 2026-03-28T08:00:00Z", "sales=1 cents=250 highest=250",
                        "by_shop_1d Bonn 2026-03-28T00:00:00Z", "sales=1 cents=250 highest=250",
                        "by_product_1d tea 2026-03-27T23:00:00Z", "sales=1 cents=250 dozens=20",
                        "by_product_1mo tea 2026-02-28T23:00:00Z", "sales=1 cents=250 dozens=20"));
    }

    @Test
    void ingest_manyBatchesAndPartitions_addUp() {
        RingDriver driver = ring.driver();
        for (int batch = 0; batch < 6; batch++) {
            for (int partition = 0; partition <= batch / 2; partition++) {
                ring.publish(partition, sale(batch, partition), sale(batch + 100, partition));
            }
            driver.ingest();
        }

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
        assertThat(ring.state().committed()).isEqualTo(6);
    }

    @Test
    void ingest_nothingNew_claimsNothing() {
        RingDriver driver = ring.driver();
        ring.publish(0, MORNING);
        driver.ingest();

        assertThat(driver.ingest()).isEqualTo(Optional.empty());
        assertThat(ring.state().committed()).isEqualTo(1);
    }

    @Test
    void ingest_partitionThatIsNew_beginsAtItsFirstRecord() {
        RingDriver driver = ring.driver();
        ring.publish(0, MORNING);
        driver.ingest();
        ring.publish(2, NOON);

        CommittedBatch second = driver.ingest().orElseThrow();

        assertThat(second.claim().match(IngestClaim::ranges, settle -> List.of(), forget -> List.of()))
                .containsExactly(new Claim.Range(ring.pipeline().name(), 2, 0, 1));
        assertThat(ring.state().positions(ring.pipeline().name())).containsExactly(Map.entry(0, 1L), Map.entry(2, 1L));
    }

    @Test
    void ingest_recordsThatAreNoEvents_areDeadLettersWithBytesPlaceAndReason() {
        ring.publish(0, MORNING);
        ring.log().append(0, "not json", null, "{\"id\":\"x\",\"at\":\"yesterday\",\"shop\":\"Bonn\"}");

        ring.driver().ingest();

        List<DeadLetter> letters = ring.stores().record().deadLetters(10);
        assertThat(letters)
                .extracting(letter -> letter.offset() + " " + letter.code())
                .containsExactlyInAnyOrder("1 not-json", "2 no-value", "3 bad-time");
        assertThat(letters).filteredOn(letter -> letter.offset() == 1).first().satisfies(letter -> {
            assertThat(letter.payload()).asString().isEqualTo("not json");
            assertThat(letter.batch()).isEqualTo(1);
            assertThat(letter.source()).isEqualTo(ring.pipeline().name());
        });
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
    }

    @Test
    void ingest_books_balancePerBatchAndInTotal() {
        RingDriver driver = ring.driver();
        ring.publish(0, MORNING, MORNING, NOON);
        ring.log().append(0, "{");
        driver.ingest();
        ring.publish(1, ELSEWHERE);
        driver.ingest();

        assertThat(ring.batches().get(0).books()).isEqualTo(new Books(4, 2, bytes(MORNING, NOON), 1, 1));
        assertThat(ring.batches().get(1).books()).isEqualTo(new Books(1, 1, bytes(ELSEWHERE), 0, 0));
        assertThat(ring.books()).isEqualTo(new Books(5, 3, bytes(MORNING, NOON, ELSEWHERE), 1, 1));
        assertThat(ring.stores().storedControl().history(ring.pipeline().name(), 9))
                .extracting(BatchEntry::books)
                .containsExactly(
                        ring.batches().get(1).books(), ring.batches().get(0).books());
    }

    @Test
    void ingest_recordsExpiredBeforeTheyWereRead_areAGapAndNotInTheBooks() {
        ring.publish(0, MORNING, NOON, ELSEWHERE);
        ring.log().expire(0, 2);

        ring.driver().ingest();

        assertThat(ring.stores().record().gaps().newest(10)).singleElement().satisfies(gap -> {
            assertThat(gap.batch()).isEqualTo(1);
            assertThat(gap.reason()).isEqualTo("offsets 0 to 1 (2) were no longer kept by the source");
        });
        assertThat(ring.books().read()).isEqualTo(1);
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(List.of(ELSEWHERE)));
    }

    @Test
    void ingest_everythingExpired_isCommittedAndPassed() {
        RingDriver driver = ring.driver();
        ring.publish(0, MORNING);
        ring.log().expire(0, 1);

        driver.ingest();

        assertThat(ring.rows()).isEmpty();
        assertThat(ring.state().positions(ring.pipeline().name())).containsExactly(Map.entry(0, 1L));
        assertThat(driver.ingest()).isEmpty();
    }

    @Test
    void ingest_touchedBuckets_areMarkedWithTheBatch() {
        RingDriver driver = ring.driver();
        ring.publish(0, MORNING);
        driver.ingest();
        ring.publish(0, NOON, ELSEWHERE);
        driver.ingest();

        assertThat(ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE))
                .extracting(BucketMark::bucket, BucketMark::lastBatch, BucketMark::settledBatch)
                .containsExactly(
                        tuple(Ring.micros("2026-03-28T08:00:00Z"), 1L, 0L),
                        tuple(Ring.micros("2026-03-28T12:00:00Z"), 2L, 0L));
    }

    @Test
    void ingest_moreEventsThanOneTaskOrGroupCanSee_addUp() {
        for (int i = 0; i < 3_000; i++) {
            ring.publish(i % 5, sale(i, i % 37));
        }

        ring.driver().ingest();

        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(ring.published()));
        assertThat(ring.books().recorded()).isEqualTo(3_000);
    }

    private static Sale sale(int number, int shop) {
        Instant at = Instant.parse("2026-03-27T20:00:00Z").plusSeconds(number * 397L % 500_000);
        String product = number % 3 == 0 ? "tea" : "coffee";
        return new Sale(number + "/" + shop, at, "shop" + shop, product, number % 50 - 5, 0);
    }

    private static long bytes(Sale... sales) {
        long bytes = 0;
        for (Sale sale : sales) {
            bytes += sale.json().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
