package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallyroll.control.Acquisition;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.record.BucketMark;
import tallyroll.ring.StoreFaults.Port;

/** Two drivers that both believe they hold the lease: one of them writes, the other finds out. */
@Tag("spark")
class TwoDriversTest {
    private static final Sale ONE = Sale.of("a", "2026-03-28T08:10:00Z", "Bonn", 250);
    private static final Sale TWO = Sale.of("b", "2026-03-28T08:20:00Z", "Bonn", 30);
    private static final Sale THREE = Sale.of("c", "2026-03-28T08:30:00Z", "Bonn", 4);

    private final Ring ring = Ring.byId();

    @Test
    void lease_heldByALivingDriver_isNotGiven() {
        ring.driver();

        Acquisition answer = LeaseHolder.acquire(
                ring.stores().control(), ring.pipeline().name(), "another", Ring.lease(), ring::now, holder -> false);

        assertThat(answer).isInstanceOfSatisfying(Acquisition.Held.class, held -> {
            assertThat(held.holder()).startsWith("driver-");
            assertThat(Ring.instant(held.untilMicros())).isEqualTo(ring.now().plus(Ring.lease()));
        });
    }

    @Test
    void driver_thatLostTheLease_claimsNothing() {
        RingDriver first = ring.driver();
        ring.publish(0, ONE);
        ring.driver();

        assertThatThrownBy(first::ingest)
                .isInstanceOf(FencedException.class)
                .hasMessageContaining(
                        "Cannot claim the next batch of \"" + ring.pipeline().name())
                .hasMessageContaining("No row is wrong by it");
        assertThat(ring.rows()).isEmpty();
        assertThat(ring.state().open()).isEmpty();
    }

    /** It sleeps right before a write of each kind; another one runs its batch and the next; then it goes on. */
    @ParameterizedTest
    @EnumSource(
            value = Port.class,
            names = {"RECORD", "SUMMARY", "HISTORY"})
    void driver_thatWakesUpInTheMiddleOfABatch_changesNothingAndStops(Port where) throws InterruptedException {
        ring.publish(0, ONE);
        ring.driver().ingestAndSettle();
        ring.publish(0, TWO);
        RingDriver sleeper = ring.driver();
        AtomicReference<RuntimeException> failed = new AtomicReference<>();
        StoreFaults.Meanwhile asleep = new StoreFaults.Meanwhile(() -> another(failed));
        ring.faults().set(StoreFaults.first(1, where, asleep));

        assertThatThrownBy(sleeper::ingest).hasStackTraceContaining(FencedException.class.getName());
        asleep.awaitWritten();

        assertThat(failed.get()).isNull();
        mustBeRight();
    }

    @ParameterizedTest
    @EnumSource(
            value = Port.class,
            names = {"SUMMARY", "SETTLED"})
    void driver_thatWakesUpInTheMiddleOfSettling_changesNothingAndStops(Port where) throws InterruptedException {
        ring.publish(0, ONE);
        ring.publish(1, ONE);
        RingDriver sleeper = ring.driver();
        sleeper.ingest();
        ring.publish(0, TWO);
        AtomicReference<RuntimeException> failed = new AtomicReference<>();
        StoreFaults.Meanwhile asleep = new StoreFaults.Meanwhile(() -> another(failed));
        ring.faults().set(StoreFaults.first(1, where, asleep));

        assertThatThrownBy(sleeper::settle).hasStackTraceContaining(FencedException.class.getName());
        asleep.awaitWritten();

        assertThat(failed.get()).isNull();
        mustBeRight();
    }

    @Test
    void history_writtenLateByADriverThatWasOvertaken_hasItsBatchOnce() {
        ring.publish(0, ONE);
        RingDriver sleeper = ring.driver();
        AtomicReference<RuntimeException> failed = new AtomicReference<>();
        ring.faults().set(StoreFaults.first(1, Port.HISTORY, new StoreFaults.Meanwhile(() -> another(failed))));

        sleeper.ingest(); // committed already: its entry is written late, after the other's

        assertThat(ring.history(100)).filteredOn(claim -> claim.batch() == 1).hasSize(1);
    }

    /** The one that took over: runs the open batch, then all that came since, and settles. */
    private void another(AtomicReference<RuntimeException> failed) {
        try {
            RingDriver driver = ring.driver();
            driver.recover();
            ring.publish(0, THREE);
            driver.ingestAndSettle();
        } catch (RuntimeException fault) {
            failed.set(fault);
        }
    }

    private void mustBeRight() {
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(NaiveTotals.firstOfEach(ring.published())));
        assertThat(ring.published()).contains(THREE);
        assertThat(ring.books().read()).isEqualTo(ring.published().size());
        assertThat(ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE)).noneMatch(BucketMark::dirty);
        assertThat(ring.verified().right()).isTrue();
    }
}
