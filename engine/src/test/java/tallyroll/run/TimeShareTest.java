package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.batch.BackfillOrder;

class TimeShareTest {
    private long millis;

    /** A stream that always has events, settling that always has work, and a backfill that does, in pieces of some length. */
    @ParameterizedTest
    @ValueSource(longs = {50, 1_000, 30_000})
    void turns_ofAStreamThatNeverRests_giveEachItsShare(long pieceMillis) {
        TimeShare settling = new TimeShare(0.25, this::now);
        TimeShare backfill = new TimeShare(0.2, this::now);
        long settled = 0;
        long filled = 0;
        long streamed = 0;
        long end = 20_000_000;
        while (millis < end) {
            if (settling.leftMillis() > 0) {
                settling.spend(() -> millis += pieceMillis);
                settled += pieceMillis;
            }
            if (backfill.leftMillis() > 0) {
                backfill.spend(() -> millis += pieceMillis);
                filled += pieceMillis;
            }
            assertThat(filled).isLessThanOrEqualTo(millis / 5 + pieceMillis);
            millis += 500;
            streamed += 500;
        }
        assertThat((double) filled / end).isBetween(0.07, 0.205);
        assertThat((double) settled / end).isBetween(0.07, 0.255);
        assertThat((double) streamed / end).isGreaterThan(0.53);
    }

    @Test
    void rest_ofHours_isNotFollowedByABurst() {
        TimeShare share = new TimeShare(0.2, this::now);
        millis += 10 * 3_600_000;

        assertThat(share.leftMillis()).isEqualTo(5_000);
    }

    @Test
    void pieceThatTookLong_isWaitedForInFull() {
        TimeShare share = new TimeShare(0.2, this::now);
        share.spend(() -> millis += 60_000);

        millis += 239_000;
        assertThat(share.leftMillis()).isLessThanOrEqualTo(0);
        millis += 2_000;
        assertThat(share.leftMillis()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.95, Double.NaN})
    void backfill_withoutRoomForBoth_isRefused(double share) {
        assertThatThrownBy(() -> new Backfill(BackfillOrder.NEWEST, share))
                .hasMessageContaining("new events need a tenth");
    }

    private Instant now() {
        return Instant.ofEpochMilli(millis);
    }
}
