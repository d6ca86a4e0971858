package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases, claims and commits of drivers that come and go; lost answers are in {@link LeaseHolderTest}. */
class LeaseHolderClaimsTest {
    private static final List<Claim.Range> RANGE = List.of(new Claim.Range("events", 0, 0, 10));
    private static final Books TEN = new Books(10, 8, 800, 1, 1);

    private final MemoryControl store = new MemoryControl();
    private Instant now = Instant.parse("2026-03-27T10:00:00Z");

    @Test
    void acquire_leaseHeld_saysByWhomAndUntilWhen() {
        driver("a/1");

        assertThat(acquire("b/2", false))
                .isEqualTo(new Acquisition.Held("a/1", Claim.TIMESTAMP_STEP * 1_000L * (now.getEpochSecond() + 30)));
    }

    /** ns since 1970 overflow 64 bits in April 2262; leases and write timestamps go on. */
    @Test
    void acquire_clockBeyondTheLastNanosecondOfALong_leasesAndClaims() {
        now = Instant.parse("2300-01-01T00:00:00Z");

        LeaseHolder driver = driver("a/1");

        assertThat(acquire("b/2", false)).isEqualTo(new Acquisition.Held("a/1", 10_413_792_030_000_000L));
        assertThat(driver.claim(RANGE).writeTimestamp()).isEqualTo(10_413_792_000_000_000L);
    }

    @Test
    void acquire_leaseExpired_beginsTheNextEpoch() {
        driver("a/1");
        now = now.plusSeconds(30);

        assertThat(driver("b/2").state().epoch()).isEqualTo(2);
    }

    @Test
    void acquire_holderDead_doesNotWait() {
        driver("a/1");

        assertThat(acquire("b/2", true)).isInstanceOf(Acquisition.Acquired.class);
    }

    @Test
    void acquire_released_doesNotWait() {
        driver("a/1").release();

        assertThat(driver("b/2").state().holder()).isEqualTo("b/2");
    }

    @Test
    void renew_beforeTheEnd_keepsTheLease() {
        LeaseHolder first = driver("a/1");
        now = now.plusSeconds(20);
        first.renew();
        now = now.plusSeconds(20);

        assertThat(acquire("b/2", false)).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void claim_afterATakeover_isFenced() {
        LeaseHolder first = driver("a/1");
        now = now.plusSeconds(31);
        driver("b/2");

        assertThatThrownBy(() -> first.claim(RANGE))
                .isInstanceOf(FencedException.class)
                .hasMessage(
                        "Cannot claim the next batch of \"p\": this driver's lease (epoch 1, a/1) ended; the control row is"
                                + " now at epoch 2, held by b/2. No row is wrong by it; the driver that holds the lease goes on"
                                + " from here.");
    }

    @Test
    void commit_afterATakeoverAndRelease_isFencedByNobody() {
        LeaseHolder first = driver("a/1");
        Claim claim = first.claim(RANGE);
        now = now.plusSeconds(31);
        driver("b/2").release();

        assertThatThrownBy(() -> first.commit(claim, TEN, 3, 0))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("Cannot commit batch 1 of \"p\"")
                .hasMessageContaining("now at epoch 2, held by nobody");
    }

    @Test
    void claim_whileOneIsOpen_isRefused() {
        LeaseHolder driver = driver("a/1");
        driver.claim(RANGE);

        assertThatThrownBy(() -> driver.claim(RANGE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "batch 1 of \"p\" is claimed and not committed; it must be run again before another is claimed");
    }

    @Test
    void reclaim_openBatch_keepsItsContentAtAHigherTimestamp() {
        Claim claim = driver("a/1").claim(RANGE);
        now = now.minusSeconds(600);

        Claim again = driverAfterDeath("b/2").reclaim().orElseThrow();

        assertThat(again)
                .isEqualTo(new IngestClaim(
                        1,
                        claim.writeTimestamp() + Claim.TIMESTAMP_STEP,
                        0,
                        RANGE,
                        claim.writeTimestamp(),
                        Quarantine.NONE,
                        List.of()));
    }

    @Test
    void reclaim_nothingOpen_isEmpty() {
        assertThat(driver("a/1").reclaim()).isEmpty();
    }

    @Test
    void commit_batch_movesPositionsAndBooks() {
        LeaseHolder driver = driver("a/1");
        driver.commit(driver.claim(RANGE), TEN, 3, 0);

        assertThat(driver.state().positions()).containsEntry("events-0", 10L);
        assertThat(driver.state().books()).isEqualTo(TEN);
        assertThat(driver.claim(RANGE).batch()).isEqualTo(2);
    }

    @Test
    void commit_unbalancedBooks_isRefused() {
        LeaseHolder driver = driver("a/1");
        Claim claim = driver.claim(RANGE);

        assertThatThrownBy(() -> driver.commit(claim, new Books(10, 8, 800, 1, 0), 3, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Cannot commit batch 1: its books do not balance")
                .hasMessageContaining("rule R9: read = recorded + duplicates + dead letters");
        assertThat(driver.state().open()).contains(claim);
    }

    @Test
    void claim_clockStandsStill_timestampsRise() {
        LeaseHolder driver = driver("a/1");
        Claim first = driver.claim(RANGE);
        driver.commit(first, TEN, 3, 0);

        assertThat(driver.claim(RANGE).writeTimestamp()).isEqualTo(first.writeTimestamp() + Claim.TIMESTAMP_STEP);
    }

    @Test
    void commit_sliceFull_beginsTheNext() {
        LeaseHolder driver = driver("a/1");
        driver.commit(driver.claim(RANGE), new Books(1, 1, LeaseHolder.SLICE_BYTES - 1, 0, 0), 1, 0);
        Claim second = driver.claim(RANGE);
        driver.commit(second, new Books(1, 1, 1, 0, 0), 1, 0);

        assertThat(second.slice()).isZero();
        assertThat(driver.claim(RANGE).slice()).isEqualTo(1);
    }

    private LeaseHolder driver(String holder) {
        return ((Acquisition.Acquired) acquire(holder, false)).driver();
    }

    private LeaseHolder driverAfterDeath(String holder) {
        return ((Acquisition.Acquired) acquire(holder, true)).driver();
    }

    private Acquisition acquire(String holder, boolean dead) {
        return LeaseHolder.acquire(store, "p", holder, Duration.ofSeconds(30), () -> now, gone -> dead);
    }
}
