package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallyroll.summary.StoreException;

class LeaseHolderTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final List<Claim.Range> CONTENT = List.of(new Claim.Range("topic", 0, 0, 10));
    private static final Books BOOKS = new Books(10, 10, 100, 0, 0);

    private final Forgetful store = new Forgetful();
    private final LeaseHolder driver = acquire("one", holder -> false);

    @Test
    void claim_afterRenewalThatGotNoAnswerButWasApplied_goesOn() {
        store.loseNext = true;
        assertThatThrownBy(driver::renew).isInstanceOf(StoreException.class);

        assertThat(driver.claim(CONTENT).batch()).isEqualTo(1);
    }

    @Test
    void commit_afterRenewalThatGotNoAnswerButWasApplied_countsOnce() {
        Claim claim = driver.claim(CONTENT);
        store.loseNext = true;
        assertThatThrownBy(driver::renew).isInstanceOf(StoreException.class);

        driver.commit(claim, BOOKS, 1, 0);

        assertThat(store.read("p")).hasValueSatisfying(state -> {
            assertThat(state.books()).isEqualTo(BOOKS);
            assertThat(state.committed()).isEqualTo(1);
        });
    }

    @Test
    void commit_thatGotNoAnswerButWasApplied_isNotMadeTwice() {
        Claim claim = driver.claim(CONTENT);
        store.loseNext = true;
        assertThatThrownBy(() -> driver.commit(claim, BOOKS, 1, 0)).isInstanceOf(StoreException.class);

        assertThatThrownBy(() -> driver.commit(claim, BOOKS, 1, 0)).hasMessage("batch 1 of \"p\" is not the open one");

        assertThat(store.read("p"))
                .hasValueSatisfying(state -> assertThat(state.books()).isEqualTo(BOOKS));
    }

    @Test
    void history_ofABatchWhoseCommitWasLost_doesNotNameIt() {
        Claim claim = driver.claim(CONTENT);
        acquire("two", holder -> true);

        assertThatThrownBy(() -> driver.commit(claim, BOOKS, 1, 0)).isInstanceOf(FencedException.class);

        assertThat(store.history("p", 9)).isEmpty();
    }

    @Test
    void renew_rowThatWentBack_saysThatTheStoreLostIt() {
        Optional<PipelineState> before = store.read("p");
        driver.claim(CONTENT);
        store.wentBackTo = before;

        assertThatThrownBy(driver::renew)
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("went back from version 2 to 1, so Cassandra lost changes");
    }

    @Test
    void history_ofAForgettingBatchWhoseCommitWasLost_doesNotNameIt() {
        ForgetClaim claim = driver.claim(Forgotten.NOTHING, List.of(3L), List.of());
        acquire("two", holder -> true);

        assertThatThrownBy(() -> driver.commit(claim, Forgotten.Dropped.NOTHING))
                .isInstanceOf(FencedException.class);

        assertThat(store.history("p", 9)).isEmpty();
    }

    @Test
    void history_driverEndedBetweenCommitAndHistory_theNextOneAddsIt() {
        Claim claim = driver.claim(CONTENT);
        store.refuseAppend = true;
        assertThatThrownBy(() -> driver.commit(claim, BOOKS, 7, 3)).isInstanceOf(StoreException.class);
        assertThat(store.history("p", 9)).isEmpty();
        store.refuseAppend = false;

        assertThat(acquire("two", holder -> true).reclaim()).isEmpty();

        assertThat(store.history("p", 9)).singleElement().satisfies(entry -> {
            assertThat(entry.claim()).isEqualTo(claim);
            assertThat(entry.books()).isEqualTo(BOOKS);
            assertThat(entry.rows()).isEqualTo(7);
            assertThat(entry.lag()).isEqualTo(3);
        });
    }

    @Test
    void history_commitWithoutAnAnswerAndTheSameDriverGoesOn_lacksNoBatch() {
        Claim claim = driver.claim(CONTENT);
        store.loseNext = true;
        assertThatThrownBy(() -> driver.commit(claim, BOOKS, 1, 0)).isInstanceOf(StoreException.class);
        driver.renew();

        driver.commit(driver.claim(CONTENT), BOOKS, 1, 0);

        assertThat(store.history("p", 9))
                .extracting(entry -> entry.claim().batch())
                .containsExactly(2L, 1L);
    }

    @Test
    void forget_positionsOfAnEarlierLease_leavesTheOthers() {
        Claim claim = driver.claim(List.of(new Claim.Range("http", 1, 0, 6), new Claim.Range("http", 2, 0, 4)));
        driver.commit(claim, BOOKS, 1, 0);

        driver.forget("http", Set.of(1));

        assertThat(store.read("p").orElseThrow().positions()).isEqualTo(Map.of("http-2", 4L));
    }

    @Test
    void renew_afterAnotherTookOver_isFenced() {
        acquire("two", holder -> true);

        assertThatThrownBy(driver::renew)
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("now at epoch 2, held by two");
    }

    private LeaseHolder acquire(String holder, java.util.function.Predicate<String> gone) {
        return ((Acquisition.Acquired) LeaseHolder.acquire(store, "p", holder, Duration.ofSeconds(15), CLOCK, gone))
                .driver();
    }

    /** Makes a change and says that it does not know. */
    private static final class Forgetful implements ControlStore {
        private final MemoryControl memory = new MemoryControl();
        private boolean loseNext;
        private boolean refuseAppend;
        private Optional<PipelineState> wentBackTo = Optional.empty();

        @Override
        public Optional<PipelineState> read(String pipeline) {
            return wentBackTo.or(() -> memory.read(pipeline));
        }

        @Override
        public boolean swap(PipelineState expected, PipelineState next) {
            if (wentBackTo.isPresent()) {
                return false;
            }
            boolean swapped = memory.swap(expected, next);
            if (loseNext) {
                loseNext = false;
                throw new StoreException("no answer", null);
            }
            return swapped;
        }

        @Override
        public void append(String pipeline, BatchEntry entry) {
            if (refuseAppend) {
                throw new StoreException("no answer", null);
            }
            memory.append(pipeline, entry);
        }

        @Override
        public List<BatchEntry> history(String pipeline, int max) {
            return memory.history(pipeline, max);
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
