package tallyroll.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.bucket.Granularity;
import tallyroll.decode.Message;
import tallyroll.event.EventSpec.Duplicates;

class CrossBucketDuplicatesTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long SIX = 6 * HOUR;
    private static final long NINE = 9 * HOUR;
    private static final long TEN = 10 * HOUR;
    private static final long FAR = 90 * HOUR;
    private static final Horizon HORIZON = new Horizon(Granularity.of("1h"), 4 * HOUR);

    @Test
    void countsIn_first_onlyWhereTheEarliestBatchPutIt() {
        CrossBucketDuplicates moves = decided(Duplicates.FIRST, seen(1, NINE, 2, 7), seen(1, SIX, 1, 0));

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.countsIn(1, 1, NINE)).isFalse();
    }

    @Test
    void countsIn_last_onlyWhereTheHighestRevisionPutIt() {
        CrossBucketDuplicates moves = decided(Duplicates.LAST, seen(1, NINE, 2, 7), seen(1, SIX, 1, 0));

        assertThat(moves.countsIn(1, 1, SIX)).isFalse();
        assertThat(moves.countsIn(1, 1, NINE)).isTrue();
    }

    @Test
    void countsIn_sameRevision_isWhereItCameFirst() {
        CrossBucketDuplicates moves = decided(Duplicates.LAST, seen(1, NINE, 2, 7), seen(1, SIX, 1, 7));

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
    }

    /** Of two events of one record, at two times, neither came first by their record's position. */
    @Test
    void countsIn_twoEventsOfOneRecord_isWhereTheFirstElementPutIt() {
        Occurrence second = new Occurrence(1, 1, SIX, 1, 0, 7, 1, 3, false, false);
        Occurrence first = new Occurrence(1, 1, NINE, 1, 0, 7, 0, 3, false, false);

        for (Duplicates policy : Duplicates.values()) {
            CrossBucketDuplicates moves = decided(policy, second, first);
            assertThat(moves.countsIn(1, 1, NINE)).isTrue();
            assertThat(moves.countsIn(1, 1, SIX)).isFalse();
        }
    }

    @Test
    void countsIn_oneBucketOnly_isEverywhere() {
        CrossBucketDuplicates moves = decided(Duplicates.FIRST, seen(1, SIX, 1, 0), seen(1, SIX, 2, 0));

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
    }

    @Test
    void countsIn_sameHalfOtherIdentity_isNotMoved() {
        Occurrence other = new Occurrence(1, 2, NINE, 2, 0, 0, Message.WHOLE, 0, false, false);
        CrossBucketDuplicates moves = decided(Duplicates.FIRST, seen(1, SIX, 1, 0), other);

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.countsIn(1, 2, NINE)).isTrue();
    }

    @Test
    void countsIn_beyondTheHorizon_isInBoth() {
        CrossBucketDuplicates moves = decided(Duplicates.FIRST, seen(1, SIX, 1, 0), seen(1, FAR, 2, 0));

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.countsIn(1, 1, FAR)).isTrue();
    }

    @Test
    void countsIn_chainOfCopies_dependsOnThoseInReachOnly() {
        CrossBucketDuplicates moves =
                decided(Duplicates.FIRST, seen(1, SIX, 1, 0), seen(1, TEN, 2, 0), seen(1, TEN + 4 * HOUR, 3, 0));

        assertThat(moves.countsIn(1, 1, SIX)).isTrue();
        assertThat(moves.countsIn(1, 1, TEN)).isFalse();
        assertThat(moves.countsIn(1, 1, TEN + 4 * HOUR)).isFalse();
    }

    @Test
    void besides_freshEvent_areTheOtherBucketsWithItsIdentityInReach() {
        IdentityFindings found = new IdentityFindings(
                Map.of(),
                List.of(
                        seen(1, SIX, 1, 0),
                        seen(1, NINE, 5, 0),
                        seen(1, FAR, 1, 0),
                        seen(2, SIX, 1, 0),
                        seen(2, TEN, 2, 0)));

        assertThat(found.besides(one -> one.batch() == 5, HORIZON)).containsExactly(SIX);
        assertThat(found.besides(one -> one.batch() > 5, HORIZON)).isEmpty();
    }

    private static CrossBucketDuplicates decided(Duplicates policy, Occurrence... occurrences) {
        return CrossBucketDuplicates.of(List.of(occurrences), policy, HORIZON);
    }

    private static Occurrence seen(long id, long bucket, long batch, long revision) {
        return new Occurrence(id, 1, bucket, batch, 0, 0, Message.WHOLE, revision, false, false);
    }
}
