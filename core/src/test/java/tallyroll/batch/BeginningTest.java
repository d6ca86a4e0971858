package tallyroll.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tallyroll.control.Acquisition;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.record.Gap;
import tallyroll.record.GapStore;
import tallyroll.record.MemoryGaps;

/** A pipeline that leaves out on purpose what lies before its beginning, also where it dies over it. */
class BeginningTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Claim.Range FIRST = new Claim.Range("a", 0, 3, 10);
    private static final Claim.Range EMPTY = new Claim.Range("a", 1, 5, 5);
    private static final Claim.Range OTHER = new Claim.Range("b", 0, 0, 7);

    private final MemoryControl control = new MemoryControl();
    private final MemoryGaps gaps = new MemoryGaps();
    private LeaseHolder lease = lease();

    private LeaseHolder lease() {
        return ((Acquisition.Acquired)
                        LeaseHolder.acquire(control, "p", "me", Duration.ofMinutes(1), CLOCK, holder -> true))
                .driver();
    }

    private List<Gap> begin(GapStore store, Claim.Range... leftOut) {
        return new Beginning(lease, store, CLOCK).begin(() -> List.of(leftOut));
    }

    @Test
    void begin_laterThanTheFirstPosition_writesGapsAndStandsBehindThem() {
        List<Gap> written = begin(gaps, FIRST, EMPTY, OTHER);

        assertThat(written).extracting(Gap::range).containsExactly(FIRST, OTHER);
        assertThat(gaps.newest(9)).containsExactlyInAnyOrderElementsOf(written);
        assertThat(written.get(0).reason())
                .isEqualTo("left out on purpose: the pipeline begins at offset 10, as source.kafka.start says");
        assertThat(lease.state().positions()).isEqualTo(Map.of("a-0", 10L, "a-1", 5L, "b-0", 7L));
        assertThat(lease.state().source("a").skips()).isEmpty();
    }

    @Test
    void begin_nothingLeftOut_changesNothing() {
        assertThat(begin(gaps)).isEmpty();
        assertThat(lease.state().positions()).isEmpty();
    }

    @Test
    void begin_positionsKnown_isNotAskedWhereTo() {
        Claim claim = lease.claim(List.of(new Claim.Range("a", 0, 0, 10)));
        lease.commit(claim, new Books(10, 10, 100, 0, 0), 1, 0);

        assertThat(new Beginning(lease, gaps, CLOCK).begin(BeginningTest::notAsked))
                .isEmpty();
    }

    @Test
    void begin_onceMore_isNotAskedWhereTo() {
        begin(gaps, FIRST);

        assertThat(new Beginning(lease, gaps, CLOCK).begin(BeginningTest::notAsked))
                .isEmpty();
        assertThat(gaps.totals()).isEqualTo(new GapStore.Totals(1, 7));
    }

    /** The gaps are those of the first look, though more has come in since and the definition may say something else. */
    @Test
    void begin_diedBeforeTheGapsWereWritten_goesOnFromThere() {
        assertThatThrownBy(() -> begin(new Dying(gaps, 0), FIRST, EMPTY, OTHER)).hasMessage("died");
        lease = lease();

        List<Gap> written = new Beginning(lease, gaps, CLOCK).begin(BeginningTest::notAsked);

        assertThat(written).extracting(Gap::range).containsExactly(FIRST, OTHER);
        assertThat(lease.state().positions()).isEqualTo(Map.of("a-0", 10L, "a-1", 5L, "b-0", 7L));
    }

    @Test
    void begin_diedBetweenTheGapsOfTwoTopics_writesEachOnce() {
        assertThatThrownBy(() -> begin(new Dying(gaps, 1), FIRST, OTHER)).hasMessage("died");
        lease = lease();

        begin(gaps);

        assertThat(gaps.totals()).isEqualTo(new GapStore.Totals(2, 14));
    }

    private static List<Claim.Range> notAsked() {
        throw new AssertionError("asked where to begin");
    }

    /** Takes so many gaps and then no more. */
    private static final class Dying implements GapStore {
        private final GapStore gaps;
        private int left;

        Dying(GapStore gaps, int left) {
            this.gaps = gaps;
            this.left = left;
        }

        @Override
        public void add(Gap gap, long writeTimestamp) {
            if (left-- == 0) {
                throw new IllegalStateException("died");
            }
            gaps.add(gap, writeTimestamp);
        }

        @Override
        public void fill(Gap gap, long writeTimestamp) {
            gaps.fill(gap, writeTimestamp);
        }

        @Override
        public List<Gap> newest(int max, Predicate<Gap> which) {
            return gaps.newest(max, which);
        }

        @Override
        public Totals totals() {
            return gaps.totals();
        }
    }
}
