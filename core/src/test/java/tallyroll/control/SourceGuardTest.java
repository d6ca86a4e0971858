package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A source that was read and what has become of it, against what the control row remembers. */
class SourceGuardTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final Books TEN = new Books(10, 10, 100, 0, 0);

    private final LeaseHolder lease = ((Acquisition.Acquired)
                    LeaseHolder.acquire(new MemoryControl(), "p", "me", Duration.ofMinutes(1), CLOCK, holder -> false))
            .driver();
    private final Now now = new Now();
    private final SourceGuard guard = new SourceGuard(lease, "flights", now);

    /** A log of one partition whose records keep the epochs of their leaders. */
    private static final class Now implements SourceIdentity {
        private Optional<String> id = Optional.of("A");
        private long end = 10;
        private boolean gone;
        private final Map<Integer, Long> epochEnds = new HashMap<>(Map.of(3, 10L));

        @Override
        public String where() {
            return "topic \"flights\"";
        }

        @Override
        public Optional<String> id() {
            return id;
        }

        @Override
        public Optional<String> identify() {
            id = id.or(() -> Optional.of("given"));
            return id;
        }

        @Override
        public Map<Integer, Long> divergence(Map<Integer, LastRead> read) {
            LastRead last = read.get(0);
            return last == null || epochEnds.get(last.leaderEpoch()) > last.offset()
                    ? Map.of()
                    : Map.of(0, epochEnds.get(last.leaderEpoch()));
        }

        @Override
        public Map<Integer, Long> earliest() {
            return Map.of(0, 0L);
        }

        @Override
        public Map<Integer, Long> latest() {
            return gone ? Map.of() : Map.of(0, end);
        }
    }

    private void readTen() {
        guard.begin();
        Claim claim = lease.claim(List.of(new Claim.Range("flights", 0, 0, 10)));
        lease.commit(
                claim,
                TEN,
                1,
                0,
                List.of(new SourceProgress("flights", 0, List.of(new LastRead(9, 3, 12)), 1, PathMatches.NONE)));
    }

    /** Of two topics one is replaced: the other is read as it was, and what is refused says which. */
    @Test
    void check_oneOfTwoTopicsReplaced_isRefusedByName() {
        Now other = new Now();
        other.id = Optional.of("Z");
        SourceGuard both = new SourceGuard(lease, known -> Map.of("flights", now, "charters", other));
        both.begin();
        Claim claim = lease.claim(List.of(new Claim.Range("flights", 0, 0, 10), new Claim.Range("charters", 0, 0, 5)));
        List<SourceProgress> read = List.of(
                new SourceProgress("flights", 0, List.of(new LastRead(9, 3, 12)), 1, PathMatches.NONE),
                new SourceProgress("charters", 0, List.of(new LastRead(4, 3, 5)), 0, PathMatches.NONE));
        both.check(read);
        lease.commit(claim, TEN, 1, 0, read);

        assertThat(lease.state().positionsNow())
                .isEqualTo(Map.of(new SourcePartition("flights", 0), 10L, new SourcePartition("charters", 0), 5L));
        assertThat(lease.state().source("flights").read()).isEqualTo(Map.of(0, new LastRead(9, 3, 12)));
        assertThat(lease.state().source("charters").read()).isEqualTo(Map.of(0, new LastRead(4, 3, 5)));
        assertThat(lease.state().source("charters").holes()).isZero();

        other.id = Optional.of("Y");
        assertThatThrownBy(both::begin)
                .isInstanceOf(SourceReplacedException.class)
                .hasMessageContaining("its id was Z and is Y");
        lease.accept(
                "charters", Replacement.of(lease.state(), "charters", other).orElseThrow());

        both.begin();
        assertThat(lease.state().positionsNow()).isEqualTo(Map.of(new SourcePartition("flights", 0), 10L));
    }

    /** A topic that a pattern finds only later is known before anything of it is claimed. */
    @Test
    void check_aTopicThatCameLater_isRemembered() {
        Map<String, Now> there = new HashMap<>(Map.of("flights", now));
        SourceGuard pattern = new SourceGuard(lease, known -> there);
        pattern.begin();
        Now later = new Now();
        later.id = Optional.of("L");
        there.put("charters", later);

        pattern.check(List.of());

        assertThat(lease.state().source("charters").id()).isEqualTo("L");
    }

    @Test
    void check_cutOffAgainBeforeMoreIsRead_isRefusedAgain() {
        readTen();
        now.end = 20;
        now.epochEnds.put(3, 7L);
        lease.accept("flights", Replacement.of(lease.state(), "flights", now).orElseThrow());
        assertThatCode(() -> guard.check(List.of())).doesNotThrowAnyException();

        now.epochEnds.put(3, 5L);

        assertThatThrownBy(() -> guard.check(List.of()))
                .isInstanceOf(SourceReplacedException.class)
                .hasMessageContaining("was read up to position 7 and was cut off at 5");
    }

    @Test
    void check_tasksOfABatchThatReadALogBeforeAndAfterItWasCutOff_isRefused() {
        readTen();
        now.end = 30;
        now.epochEnds.putAll(Map.of(3, 15L, 4, 30L));
        SourceProgress before = new SourceProgress("flights", 0, List.of(new LastRead(19, 3, 20)), 0, PathMatches.NONE);
        SourceProgress after = new SourceProgress("flights", 0, List.of(new LastRead(29, 4, 30)), 0, PathMatches.NONE);

        assertThatCode(() -> guard.check(List.of(after))).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.check(List.of(before, after)))
                .isInstanceOf(SourceReplacedException.class)
                .hasMessageContaining("while the open batch read it, it was cut off at partition 0: 15");
    }

    @Test
    void begin_neverSeen_remembersWhatItIs() {
        guard.begin();

        assertThat(lease.state().source("flights").id()).isEqualTo("A");
        assertThat(lease.state().source("flights").incarnation()).isEqualTo(1);
    }

    @Test
    void begin_neverSeenWithoutId_givesItOne() {
        now.id = Optional.empty();

        guard.begin();

        assertThat(lease.state().source("flights").id()).isEqualTo("given");
    }

    @Test
    void commit_ofNewEvents_remembersWhatWasReadLastAndCountsHoles() {
        readTen();

        SourceState source = lease.state().source("flights");
        assertThat(source.read()).isEqualTo(Map.of(0, new LastRead(9, 3, 12)));
        assertThat(source.holes()).isEqualTo(1);
        assertThatCode(() -> guard.check(List.of())).doesNotThrowAnyException();
    }

    @Test
    void check_otherId_saysWhatHappenedAndNamesTheCommand() {
        readTen();
        now.id = Optional.of("B");
        now.end = 15;

        assertThatThrownBy(() -> guard.check(List.of()))
                .isInstanceOf(SourceReplacedException.class)
                .hasMessage(
                        "Cannot read topic \"flights\": it is not the one that was read before; its id was A and is B, so it"
                                + " was deleted and re-created, or exchanged for another, and its positions mean other records."
                                + " Committed positions: partition 0: 10; the source now holds partition 0: 0 to 15. Nothing was"
                                + " read or changed. If this is meant, \"./tallyroll skip FILE --replaced-source\" goes on with"
                                + " the new one from its beginning and writes down as gaps what is known to be unread; if not,"
                                + " bring back what was there.");
        assertThatThrownBy(guard::begin).isInstanceOf(SourceReplacedException.class);
    }

    @Test
    void check_noIdAnyMore_isRefusedAndGivesItNone() {
        readTen();
        now.id = Optional.empty();

        assertThatThrownBy(guard::begin).hasMessageContaining("its id was A and it has none now");
        assertThat(now.id).isEmpty();
    }

    /** The log has grown again beyond the position: offsets alone show nothing. */
    @Test
    void check_cutOffAndGrownAgain_isFoundByTheEpoch() {
        readTen();
        now.epochEnds.put(3, 6L);
        now.epochEnds.put(4, 20L);
        now.end = 20;

        assertThatThrownBy(() -> guard.check(List.of()))
                .isInstanceOf(SourceReplacedException.class)
                .hasMessageContaining("partition 0 was read up to position 10 and was cut off at 6");
    }

    @Test
    void check_endsBeforeThePosition_isRefused() {
        readTen();
        now.end = 4;

        assertThatThrownBy(() -> guard.check(List.of()))
                .hasMessageContaining("partition 0 was read up to position 10 and was cut off at 4");
    }

    /** As segments of a write-ahead log are deleted once they are applied. */
    @Test
    void check_logDeletedAfterItWasRead_isTheSame() {
        readTen();
        now.gone = true;

        assertThatCode(() -> guard.check(List.of())).doesNotThrowAnyException();
    }

    @Test
    void check_grownUnderALaterLeader_isTheSame() {
        readTen();
        now.epochEnds.put(4, 30L);
        now.end = 30;

        assertThatCode(() -> guard.check(List.of())).doesNotThrowAnyException();
    }

    @Test
    void accept_otherId_beginsTheNextIncarnationWithoutPositions() {
        readTen();
        now.id = Optional.of("B");

        lease.accept("flights", Replacement.of(lease.state(), "flights", now).orElseThrow());

        SourceState source = lease.state().source("flights");
        assertThat(source.name("flights")).isEqualTo("flights~2");
        assertThat(source.id()).isEqualTo("B");
        assertThat(source.read()).isEmpty();
        assertThat(lease.state().positions()).isEmpty();
        assertThatCode(() -> guard.check(List.of())).doesNotThrowAnyException();
    }

    @Test
    void accept_cutOff_goesOnWhereItWasCut() {
        readTen();
        now.epochEnds.put(3, 6L);

        lease.accept("flights", Replacement.of(lease.state(), "flights", now).orElseThrow());

        assertThat(lease.state().positions()).isEqualTo(Map.of("flights~2-0", 6L));
        assertThatCode(() -> guard.check(List.of())).doesNotThrowAnyException();
    }

    @Test
    void commit_ofALaterIncarnation_movesItsPositions() {
        readTen();
        now.id = Optional.of("B");
        lease.accept("flights", Replacement.of(lease.state(), "flights", now).orElseThrow());

        Claim claim = lease.claim(List.of(new Claim.Range("flights~2", 0, 0, 10)));
        lease.commit(
                claim,
                TEN,
                1,
                0,
                List.of(new SourceProgress("flights~2", 0, List.of(new LastRead(9, 0, 10)), 0, PathMatches.NONE)));

        assertThat(lease.state().positions()).isEqualTo(Map.of("flights~2-0", 10L));
        assertThat(lease.state().source("flights").read()).containsKey(0);
        assertThat(lease.state().sources()).containsOnlyKeys("flights");
    }

    @Test
    void skip_atThePosition_movesItBehind() {
        readTen();

        lease.skip("flights", new Claim.Range("flights", 0, 10, 13));

        assertThat(lease.state().positions()).isEqualTo(Map.of("flights-0", 13L));
        assertThat(lease.state().source("flights").skips()).isEmpty();
    }

    @Test
    void skip_aheadOfThePosition_isKeptUntilItIsPassed() {
        readTen();
        Claim.Range ahead = new Claim.Range("flights", 0, 20, 25);
        lease.skip("flights", ahead);
        assertThat(lease.state().source("flights").skips()).containsExactly(ahead);
        assertThat(lease.state().source("flights").unskipped(new Claim.Range("flights", 0, 10, 30)))
                .containsExactly(new Claim.Range("flights", 0, 10, 20), new Claim.Range("flights", 0, 25, 30));

        Claim claim = lease.claim(List.of(new Claim.Range("flights", 0, 10, 20)));
        lease.commit(claim, TEN, 1, 0);

        assertThat(lease.state().positions()).isEqualTo(Map.of("flights-0", 25L));
        assertThat(lease.state().source("flights").skips()).isEmpty();
    }
}
