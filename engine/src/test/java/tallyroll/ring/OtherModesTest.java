package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.control.Books;
import tallyroll.ring.StoreFaults.Port;
import tallyroll.summary.SummaryStore.Partition;

/** What counters and partials deliver: right while nothing goes wrong, and by how much they are off when something does. */
@Tag("spark")
class OtherModesTest {
    private static final Sale ONE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale TWO = Sale.of("b", "2026-03-28T08:20:00Z", "Bonn", 30);

    /** Counter columns that are incremented. */
    @Nested
    class Counters {
        private static final String ROLLUPS = """
                rollups:
                  by_shop: {by: [shop], every: [1h, 1d], measures: {sales: count, cents: sum(cents)}}
                """;

        private final Ring ring = Ring.of(ShopPipeline.direct("counters-direct", ROLLUPS));
        private final RingDriver driver = ring.driver();

        @Test
        void counters_undisturbed_addUp() {
            ring.publish(0, ONE);
            driver.ingest();
            ring.publish(1, TWO);
            driver.ingest();

            assertThat(bonn()).containsExactly(2, 280);
            assertThat(counter("by_shop_1d", "2026-03-28T00:00:00Z")).containsExactly(2, 280);
            assertThat(ring.books()).isEqualTo(new Books(2, 2, ring.books().recordedBytes(), 0, 0));
        }

        @Test
        void counters_duplicates_countEachTime() {
            ring.publish(0, ONE, ONE);

            driver.ingest();

            assertThat(bonn()).containsExactly(2, 500);
        }

        @Test
        void counters_taskThatRunsAgain_countsTwice() {
            ring.publish(0, ONE);
            ring.faults().set(StoreFaults.first(1, Port.COUNTER, StoreFaults::taskFailsAfter));

            driver.ingest();

            assertThat(sum()).as("one of the two tables got the sale twice").isEqualTo(3);
        }

        @Test
        void counters_lostAnswerAtLeastOnce_countsTwice() {
            ring.publish(0, ONE);
            ring.faults().set(StoreFaults.first(1, Port.COUNTER, StoreFaults::answerLost));

            driver.ingest();

            assertThat(sum()).isEqualTo(3);
        }

        @Test
        void counters_driverKilledBeforeItsCommit_countTheWholeBatchTwice() {
            ring.publish(0, ONE, TWO);
            ring.faults().set(StoreFaults.commit((call, write) -> {
                throw new StoreFaults.ProcessKilled();
            }));
            assertThatThrownBy(driver::ingest).hasStackTraceContaining("killed on purpose");

            ring.driver().recover();

            assertThat(bonn()).containsExactly(4, 560);
            assertThat(ring.books().read()).as("the books know of one").isEqualTo(2);
        }

        @Test
        void counters_nothingIsRecorded_soNothingIsEverDue() {
            ring.publish(0, ONE);
            ring.log().append(0, "not json");

            driver.ingest();

            assertThat(driver.due()).isEmpty();
            assertThat(ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE))
                    .isEmpty();
            assertThat(ring.stores().record().deadLetters(9)).hasSize(1);
        }

        private long[] bonn() {
            return counter("by_shop_1h", "2026-03-28T08:00:00Z");
        }

        private long[] counter(String table, String bucket) {
            Partition partition = ring.partition(table, bucket, "Bonn");
            return ring.stores().storedCounters().row(partition, Ring.micros(bucket), 2);
        }

        /** Sales by the hour and the day together; 2 a sale when right. */
        private long sum() {
            return bonn()[0] + counter("by_shop_1d", "2026-03-28T00:00:00Z")[0];
        }
    }

    /** A row of its own for each batch. */
    @Nested
    class Partials {
        private static final String ROLLUPS = """
                rollups:
                  by_shop: {by: [shop], every: [1h], measures: {sales: count, cents: sum(cents), kinds: distinct(product)}}
                """;

        private final Ring ring = Ring.of(ShopPipeline.direct("aggregates-direct", ROLLUPS));
        private final RingDriver driver = ring.driver();

        @Test
        void partials_eachBatch_isARowByItsProcessingTime() {
            ring.publish(0, ONE);
            driver.ingest();
            ring.now("2030-01-01T00:01:00Z");
            ring.publish(0, TWO, TWO.ofProduct("coffee"));
            driver.ingest();

            assertThat(ring.rows())
                    .isEqualTo(new TreeMap<>(Map.of(
                            "by_shop_partials Bonn 2030-01-01T00:00:00Z", "sales=1 cents=250 kinds=1",
                            "by_shop_partials Bonn 2030-01-01T00:01:00Z", "sales=2 cents=60 kinds=2")));
        }

        @Test
        void partials_taskThatRunsAgain_putsTheSameRow() {
            ring.publish(0, ONE);
            ring.faults().set(StoreFaults.first(2, Port.SUMMARY, StoreFaults::taskFailsAfter));

            driver.ingest();

            assertThat(ring.rows().values()).containsExactly("sales=1 cents=250 kinds=1");
        }

        @Test
        void partials_lostAnswer_putsTheSameRow() {
            ring.publish(0, ONE);
            ring.faults().set(StoreFaults.first(2, Port.SUMMARY, StoreFaults::answerLost));

            driver.ingest();

            assertThat(ring.rows().values()).containsExactly("sales=1 cents=250 kinds=1");
        }

        @Test
        void partials_driverKilledBeforeItsCommit_countTheWholeBatchTwice() {
            ring.publish(0, ONE, TWO);
            ring.faults().set(StoreFaults.commit((call, write) -> {
                throw new StoreFaults.ProcessKilled();
            }));
            assertThatThrownBy(driver::ingest).hasStackTraceContaining("killed on purpose");

            ring.driver().recover();

            assertThat(ring.rows().values()).containsExactly("sales=2 cents=280 kinds=1", "sales=2 cents=280 kinds=1");
        }
    }
}
