package tallyroll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;
import tallyroll.record.BucketMark;

/**
 * A driver's process dies at every point where something is written, before it and after it; the next driver finds the open
 * claim, and everything comes right.
 */
@Tag("spark")
class CrashTest {
    private static final Sale OLD = Sale.of("old", "2026-03-28T08:05:00Z", "Bonn", 10);
    private static final Sale COPY = OLD.revised(1, 11);
    private static final Sale FRESH = Sale.of("fresh", "2026-03-28T09:30:00Z", "Bonn", 300);
    private static final Sale LATER = Sale.of("later", "2026-03-28T08:20:00Z", "Bonn", 7);

    @Test
    void driver_killedBeforeAnyOfItsWrites_theNextOneMakesItRight() {
        killedAtEveryWrite(StoreFaults::killedBefore);
    }

    @Test
    void driver_killedAfterAnyOfItsWrites_theNextOneMakesItRight() {
        killedAtEveryWrite(StoreFaults::killedAfter);
    }

    @Test
    void recovery_runsTheSameClaimAtALaterWriteTimestamp() {
        Ring ring = Ring.byId();
        RingDriver first = ring.driver();
        ring.publish(0, FRESH);
        ring.faults().set(StoreFaults.killedBefore(2));
        assertThatThrownBy(first::ingest).hasStackTraceContaining("this process was killed on purpose");
        Claim open = ring.state().open().orElseThrow();
        ring.faults().clear();
        ring.publish(0, LATER);

        assertThat(ring.driver().recover()).isTrue();

        Claim rerun = ring.batches().get(0).claim();
        assertThat(rerun).isEqualTo(open.reclaimedAt(rerun.writeTimestamp()));
        assertThat(rerun.writeTimestamp()).isGreaterThan(open.writeTimestamp());
        assertThat(ring.rows()).as("what came meanwhile is the next batch's").isEqualTo(NaiveTotals.of(List.of(FRESH)));
    }

    @Test
    void recovery_nothingOpen_doesNothing() {
        Ring ring = Ring.byId();
        ring.publish(0, FRESH);
        ring.driver().ingest();

        assertThat(ring.driver().recover()).isFalse();
        assertThat(ring.state().committed()).isEqualTo(1);
    }

    @Test
    void driver_killedAgainAndAgain_theLastOneMakesItRight() {
        Ring ring = begun();
        for (int n = 2; n < 9; n++) {
            RingDriver driver = ring.driver();
            ring.faults().set(StoreFaults.killedBefore(n));
            assertThatThrownBy(() -> everything(driver)).hasStackTraceContaining("killed on purpose");
            ring.faults().clear();
        }

        everything(ring.driver());

        mustBeRight(ring);
    }

    private static void killedAtEveryWrite(IntFunction<StoreFaults.Fault> death) {
        int writes = writesOfAnUndisturbedDriver();
        assertThat(writes).as("writes to be killed at").isGreaterThan(15);
        for (int n = 1; n <= writes; n++) {
            Ring ring = begun();
            RingDriver doomed = ring.driver();
            ring.faults().set(death.apply(n));
            assertThatThrownBy(() -> everything(doomed))
                    .as("killed at write %d", n)
                    .hasStackTraceContaining("this process was killed on purpose");
            ring.faults().clear();

            everything(ring.driver());

            mustBeRight(ring);
        }
    }

    private static int writesOfAnUndisturbedDriver() {
        Ring ring = begun();
        RingDriver driver = ring.driver();
        ring.faults().clear();
        everything(driver);
        mustBeRight(ring);
        return ring.faults().calls();
    }

    /** One batch is committed; a copy, a new event and a late one wait in two partitions. */
    private static Ring begun() {
        Ring ring = Ring.byId();
        ring.publish(0, OLD);
        ring.driver().ingest();
        ring.publish(0, COPY);
        ring.publish(1, FRESH, LATER);
        return ring;
    }

    private static void everything(RingDriver driver) {
        driver.recover();
        driver.ingestAndSettle();
    }

    private static void mustBeRight(Ring ring) {
        Collection<Sale> counted = NaiveTotals.firstOfEach(ring.published());
        assertThat(ring.rows()).isEqualTo(NaiveTotals.of(counted));
        assertThat(ring.books().balanced()).isTrue();
        assertThat(ring.books().read()).isEqualTo(ring.published().size());
        assertThat(ring.state().open()).isEmpty();
        assertThat(ring.stores().record().marks(Long.MIN_VALUE, Long.MAX_VALUE)).noneMatch(BucketMark::dirty);
    }
}
