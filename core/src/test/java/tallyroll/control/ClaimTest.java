package tallyroll.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tallyroll.control.Claim.Range;

class ClaimTest {
    private static final long NOW = 1_764_000_000_000_000L;
    private static final IngestClaim INGEST =
            new IngestClaim(7, NOW, 2, List.of(new Range("flights", 0, 5, 9), new Range("flights", 1, 0, 0)));
    private static final SettleClaim SETTLE = new SettleClaim(8, NOW, 2, List.of(0L), Claim.Cause.SETTLE);
    private static final Forgotten AFTER = new Forgotten(9, 8, 6, 8, Forgotten.Dropped.NOTHING, 0);
    private static final ForgetClaim FORGET = new ForgetClaim(9, NOW, 2, AFTER, List.of(7L), List.of(5L));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0  | 1764000000000000 | Cannot claim batch 0 at write timestamp 1764000000000000 µs",
                "-3 | 1764000000000000 | Cannot claim batch -3 at",
                "1  | 1764000000000    | Cannot claim batch 1 at write timestamp 1764000000000 µs",
            })
    void claim_numberOrTimestampThatCannotBe_isRefused(long batch, long writeTimestamp, String message) {
        assertThatThrownBy(() -> new IngestClaim(batch, writeTimestamp, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> new SettleClaim(batch, writeTimestamp, 0, List.of(), Claim.Cause.REPAIR))
                .hasMessageStartingWith(message);
    }

    /** Rule R3: no two writes of different content share a timestamp. */
    @Test
    void writeTimestamp_ofAnAttempt_staysBelowTheNextClaims() {
        assertThat(INGEST.writeTimestamp(0)).isEqualTo(NOW);
        assertThat(INGEST.writeTimestamp(999)).isLessThan(NOW + Claim.TIMESTAMP_STEP);
        assertThatThrownBy(() -> INGEST.writeTimestamp(1_000))
                .hasMessage("Attempt 1000 of batch 7 has no write timestamp of its own: attempts count from 0 to 999");
        assertThatThrownBy(() -> INGEST.writeTimestamp(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void range_ofATask_isTheOneOfItsIndex() {
        assertThat(INGEST.range(1)).isEqualTo(new Range("flights", 1, 0, 0));
        assertThatThrownBy(() -> INGEST.range(2)).hasMessage("Batch 7 has no range for task 2: it has 2");
        assertThatThrownBy(() -> INGEST.range(-1)).hasMessage("Batch 7 has no range for task -1: it has 2");
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "6, 5"})
    void range_backwardsOrNegative_isRefused(long from, long until) {
        assertThatThrownBy(() -> new Range("flights", 3, from, until))
                .hasMessage("[%d, %d) of flights-3 is not a range", from, until);
    }

    @Test
    void reclaimedAt_aLaterTime_keepsTheContent() {
        assertThat(INGEST.reclaimedAt(NOW + 5_000))
                .isEqualTo(new IngestClaim(7, NOW + 5_000, 2, INGEST.ranges(), NOW, Quarantine.NONE, List.of()));
        assertThat(SETTLE.reclaimedAt(NOW + 5_000))
                .isEqualTo(new SettleClaim(8, NOW + 5_000, 2, List.of(0L), Claim.Cause.SETTLE));
        assertThat(FORGET.reclaimedAt(NOW + 5_000))
                .isEqualTo(new ForgetClaim(9, NOW + 5_000, 2, AFTER, List.of(7L), List.of(5L)));
    }

    @Test
    void match_anyKind_callsTheFunctionOfThatKind() {
        List<Claim> claims = List.of(INGEST, SETTLE, FORGET);

        assertThat(claims)
                .extracting(claim -> claim.<String>match(one -> "ingest", one -> "settle", one -> "forget"))
                .containsExactly("ingest", "settle", "forget");
    }

    @Test
    void ranges_ofTheCaller_areCopiedIn() {
        List<Range> ranges = new ArrayList<>(INGEST.ranges());
        IngestClaim claim = new IngestClaim(7, NOW, 2, ranges);
        ranges.clear();

        assertThat(claim).isEqualTo(INGEST);
    }

    @Test
    void books_added_balanceWhereBothDo() {
        Books first = new Books(10, 7, 700, 2, 1);
        Books second = new Books(3, 3, 90, 0, 0);

        assertThat(first.plus(second)).isEqualTo(new Books(13, 10, 790, 2, 1));
        assertThat(first.plus(second).balanced()).isTrue();
        assertThat(first.plus(new Books(1, 0, 0, 0, 0)).balanced()).isFalse();
        assertThat(Books.NONE.plus(first)).isEqualTo(first);
    }
}
