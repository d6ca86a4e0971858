package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallyroll.event.EventSpec.Duplicates;

class CrossBucketDuplicatesTest {
    private static final long SIX = 6;
    private static final long NINE = 9;
    private static final long TEN = 10;

    @Test
    void countsIn_first_onlyWhereTheEarliestBatchPutIt() {
        CrossBucketDuplicates moves =
                CrossBucketDuplicates.of(List.of(seen(1, NINE, 2, 7), seen(1, SIX, 1, 0)), Duplicates.FIRST);

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.countsIn(1, 1, NINE)).isFalse();
    }

    @Test
    void countsIn_last_onlyWhereTheHighestRevisionPutIt() {
        CrossBucketDuplicates moves =
                CrossBucketDuplicates.of(List.of(seen(1, NINE, 2, 7), seen(1, SIX, 1, 0)), Duplicates.LAST);

        assertThat(moves.countsIn(1, 1, SIX)).isFalse();
        assertThat(moves.countsIn(1, 1, NINE)).isTrue();
    }

    @Test
    void countsIn_sameRevision_isWhereItCameFirst() {
        CrossBucketDuplicates moves =
                CrossBucketDuplicates.of(List.of(seen(1, NINE, 2, 7), seen(1, SIX, 1, 7)), Duplicates.LAST);

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
    }

    @Test
    void countsIn_oneBucketOnly_isEverywhere() {
        CrossBucketDuplicates moves =
                CrossBucketDuplicates.of(List.of(seen(1, SIX, 1, 0), seen(1, SIX, 2, 0)), Duplicates.FIRST);

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.affectedBuckets(List.of(SIX))).isEmpty();
    }

    @Test
    void countsIn_sameHalfOtherIdentity_isNotMoved() {
        Occurrence other = new Occurrence(1, 2, NINE, 2, 0, 0, 0);
        CrossBucketDuplicates moves = CrossBucketDuplicates.of(List.of(seen(1, SIX, 1, 0), other), Duplicates.FIRST);

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.countsIn(1, 2, NINE)).isTrue();
    }

    @Test
    void affectedBuckets_ofBucket_areThoseThatShareAnIdentityWithIt() {
        CrossBucketDuplicates moves = CrossBucketDuplicates.of(
                List.of(seen(1, SIX, 1, 0), seen(1, NINE, 2, 0), seen(2, NINE, 1, 0), seen(2, TEN, 2, 0)),
                Duplicates.FIRST);

        assertThat(moves.affectedBuckets(List.of(SIX))).containsExactly(SIX, NINE);
        assertThat(moves.affectedBuckets(List.of(NINE))).containsExactly(SIX, NINE, TEN);
    }

    private static Occurrence seen(long id, long bucket, long batch, long revision) {
        return new Occurrence(id, 1, bucket, batch, 0, 0, revision);
    }
}
