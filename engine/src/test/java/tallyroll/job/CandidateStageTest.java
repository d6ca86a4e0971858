package tallyroll.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Identity halves 1, 2, 3 … in buckets 10, 20, 30 …; runs are (half, bucket, half, bucket …). */
class CandidateStageTest {
    @Test
    void half_inOneBucket_isNoCandidate() {
        assertThat(candidates(List.of(10L), run(1, 10, 2, 10))).isEmpty();
    }

    @Test
    void half_twiceInOneBucket_isNoCandidate() {
        assertThat(candidates(List.of(10L), run(1, 10, 1, 10), run(1, 10))).isEmpty();
    }

    @Test
    void half_inTwoBuckets_namesBoth() {
        assertThat(candidates(List.of(10L), run(1, 20, 2, 20), run(3, 10, 1, 10)))
                .containsExactly(List.of(1L, 10L, 20L));
    }

    @Test
    void half_inTwoBucketsOfWhichNoneWasAskedFor_isNoCandidate() {
        assertThat(candidates(List.of(30L), run(1, 10, 1, 20))).isEmpty();
    }

    @Test
    void half_inManyBucketsAndRuns_namesEachBucketOnceAscending() {
        assertThat(candidates(List.of(40L), run(7, 40, 7, 10), run(7, 20, 7, 40), run(7, 30)))
                .containsExactly(List.of(7L, 10L, 20L, 30L, 40L));
    }

    @Test
    void halves_negativeOnesToo_areToldApart() {
        assertThat(candidates(List.of(10L), run(-1, 10, 1, 20), run(-1, 20, Long.MIN_VALUE, 10)))
                .containsExactly(List.of(-1L, 10L, 20L));
    }

    @Test
    void noRuns_giveNothing() {
        assertThat(candidates(List.of(10L))).isEmpty();
    }

    private static List<List<Long>> candidates(List<Long> asked, long[]... runs) {
        Iterator<Tuple2<Integer, long[]>> shuffled =
                Arrays.stream(runs).map(run -> new Tuple2<>(0, run)).iterator();
        Iterator<long[]> found = new CandidateStage(new TreeSet<>(asked)).call(shuffled);
        List<List<Long>> candidates = new ArrayList<>();
        found.forEachRemaining(one -> candidates.add(Arrays.stream(one).boxed().toList()));
        return candidates;
    }

    private static long[] run(long... halvesAndBuckets) {
        return halvesAndBuckets;
    }
}
