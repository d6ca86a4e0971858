package tallyroll.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.control.Claim;
import tallyroll.control.SourcePartition;
import tallyroll.control.SourceState;

class RangesTest {
    @ParameterizedTest
    @CsvSource({
        // length, wanted tasks, ranges
        "0,        4, 0",
        "1,        4, 1",
        "39999,    4, 1",
        "40000,    4, 2",
        "80000,    4, 4",
        "1000000,  4, 4",
        "1000000,  7, 7",
        "1000000,  1, 1",
    })
    void cut_onePartition_givesAboutAsManyAsWanted(long length, int wanted, int expected) {
        List<Claim.Range> ranges =
                cut("flights", SourceState.UNSEEN, Map.of(0, 500L), Map.of(0, 500L + length), wanted);

        assertThat(ranges).hasSize(expected);
        assertCovers(ranges, 500, 500 + length);
    }

    @Test
    void cut_unevenPartitions_givesRangesOfSimilarLength() {
        List<Claim.Range> ranges = cut(
                "flights",
                SourceState.UNSEEN,
                Map.of(0, 0L, 1, 10L, 2, 0L),
                Map.of(0, 900_000L, 1, 300_010L, 2, 5_000L),
                4);

        assertThat(ranges).extracting(Claim.Range::partition).containsExactly(0, 0, 0, 1, 2);
        assertThat(ranges)
                .extracting(Claim.Range::length)
                .containsExactly(300_000L, 300_000L, 300_000L, 300_000L, 5_000L);
    }

    @Test
    void cut_staleEnd_givesNothingOfThatPartition() {
        List<Claim.Range> ranges =
                cut("flights", SourceState.UNSEEN, Map.of(0, 100L, 1, 100L), Map.of(0, 40L, 1, 140L), 2);

        assertThat(ranges).containsExactly(new Claim.Range("flights", 1, 100, 140));
    }

    @Test
    void cut_skippedOnPurpose_isInNoRange() {
        SourceState skipping = new SourceState(
                "A",
                2,
                Map.of(),
                List.of(
                        new Claim.Range("flights~2", 0, 120, 130),
                        new Claim.Range("flights~2", 0, 130, 135),
                        new Claim.Range("flights~2", 1, 0, 40)),
                0);

        assertThat(cut("flights", skipping, Map.of(0, 100L, 1, 0L), Map.of(0, 140L, 1, 50L), 2))
                .containsExactly(
                        new Claim.Range("flights~2", 0, 100, 120),
                        new Claim.Range("flights~2", 0, 135, 140),
                        new Claim.Range("flights~2", 1, 40, 50));
    }

    @Test
    void cut_noPositionKnown_isRefused() {
        assertThatThrownBy(() -> cut("flights", SourceState.UNSEEN, Map.of(0, 0L), Map.of(0, 5L, 3, 5L), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no position is known for flights-3: a partition that is new begins at its earliest offset");
    }

    /** Every offset is in one range, ranges stand in order, and none that was cut is too short to be worth a task. */
    @Test
    void cut_randomPartitions_coversEachOffsetOnce() {
        for (long seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Map<Integer, Long> committed = new TreeMap<>();
            Map<Integer, Long> until = new TreeMap<>();
            for (int partition = 0; partition < random.nextInt(1, 6); partition++) {
                long from = random.nextLong(1L << 40);
                committed.put(partition, from);
                until.put(partition, from + random.nextLong(1L << random.nextInt(1, 24)));
            }
            int wanted = random.nextInt(1, 20);
            List<Claim.Range> ranges = cut("flights", SourceState.UNSEEN, committed, until, wanted);
            for (int partition : until.keySet()) {
                List<Claim.Range> own = ranges.stream()
                        .filter(range -> range.partition() == partition)
                        .toList();
                assertCovers(own, committed.get(partition), until.get(partition));
                if (own.size() > 1) {
                    assertThat(own).as("seed %s", seed).allSatisfy(range -> assertThat(range.length())
                            .isGreaterThanOrEqualTo(Ranges.SHORTEST));
                }
            }
            assertThat(ranges.size()).as("seed %s", seed).isLessThanOrEqualTo(wanted + until.size());
        }
    }

    @Test
    void cut_forNoTask_isRefused() {
        assertThatThrownBy(() -> cut("flights", SourceState.UNSEEN, Map.of(), Map.of(), 0))
                .hasMessage("cannot cut ranges for 0 tasks");
    }

    @Test
    void cut_severalTopics_eachUnderItsOwnNameAndIncarnation() {
        SourceState replaced = new SourceState("A", 2, Map.of(), List.of(), 0);
        Map<String, SourceState> states = Map.of("flights", replaced, "charters", SourceState.UNSEEN);
        SourcePartition flights = new SourcePartition("flights", 0);
        SourcePartition charters = new SourcePartition("charters", 0);

        List<Claim.Range> ranges =
                Ranges.cut(states::get, Map.of(flights, 5L, charters, 0L), Map.of(flights, 9L, charters, 40_000L), 4);

        assertThat(ranges)
                .containsExactly(
                        new Claim.Range("charters", 0, 0, 20_000),
                        new Claim.Range("charters", 0, 20_000, 40_000),
                        new Claim.Range("flights~2", 0, 5, 9));
    }

    private static List<Claim.Range> cut(
            String source, SourceState state, Map<Integer, Long> committed, Map<Integer, Long> until, int wanted) {
        return Ranges.cut(
                any -> state, SourcePartition.in(source, committed), SourcePartition.in(source, until), wanted);
    }

    private static void assertCovers(List<Claim.Range> ranges, long from, long until) {
        long at = from;
        for (Claim.Range range : ranges) {
            assertThat(range.from()).isEqualTo(at);
            at = range.until();
        }
        assertThat(at).isEqualTo(until);
    }
}
