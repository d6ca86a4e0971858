package tallyroll.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tallyroll.control.Claim;

/** A test for each sentence of {@link GapStore}; every implementation extends it. */
public abstract class GapStoreContract {
    private static final long TIMESTAMP = 1_700_000_000_000_000L;

    /** A store without gaps. */
    protected abstract GapStore gaps();

    @Test
    void add_gap_isThereWhole() {
        Gap gap = gap(7, "flights~2", 3, 10, 25);

        gaps().add(gap, TIMESTAMP);

        assertThat(gaps().newest(10)).containsExactly(gap);
        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(1, 15));
    }

    @Test
    void add_again_changesNothing() {
        gaps().add(gap(7, "flights", 3, 10, 25), TIMESTAMP);
        gaps().add(gap(7, "flights", 3, 10, 25), TIMESTAMP + 1);

        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(1, 15));
    }

    @Test
    void add_sameBeginningAtAnotherTimestamp_theHigherTimestampStays() {
        gaps().add(gap(7, "flights", 3, 10, 25), TIMESTAMP);
        gaps().add(gap(7, "flights", 3, 10, 40), TIMESTAMP + 1);
        gaps().add(gap(7, "flights", 3, 10, 30), TIMESTAMP - 1);

        assertThat(gaps().newest(10)).containsExactly(gap(7, "flights", 3, 10, 40));
    }

    @Test
    void add_emptyRange_isAGapOfNoKnownPositions() {
        gaps().add(gap(7, "flights", 3, 10, 10), TIMESTAMP);

        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(1, 0));
    }

    @Test
    void newest_ofSeveralBatches_isInOrderAndNoMoreThanAsked() {
        Gap client = gap(1_700_000_000_000L, "flights", 0, 5, 6);
        gaps().add(gap(999, "flights", 0, 1, 2), TIMESTAMP);
        gaps().add(gap(2_000, "flights", 1, 1, 2), TIMESTAMP);
        gaps().add(gap(2_000, "flights", 0, 9, 12), TIMESTAMP);
        gaps().add(gap(2_000, "flights", 0, 1, 2), TIMESTAMP);
        gaps().add(client, TIMESTAMP);

        assertThat(gaps().newest(10))
                .containsExactly(
                        client,
                        gap(2_000, "flights", 0, 1, 2),
                        gap(2_000, "flights", 0, 9, 12),
                        gap(2_000, "flights", 1, 1, 2),
                        gap(999, "flights", 0, 1, 2));
        assertThat(gaps().newest(2)).containsExactly(client, gap(2_000, "flights", 0, 1, 2));
    }

    @Test
    void totals_ofManyChunks_sumAllOfThem() {
        assertThat(gaps().totals()).isEqualTo(GapStore.Totals.NONE);
        LongStream.rangeClosed(1, 30)
                .forEach(n -> gaps().add(gap(n * 400, "flights", 0, n * 10, n * 10 + n), TIMESTAMP));

        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(30, 465));
    }

    @Test
    void fill_gap_isThereWithWhatFilledIt() {
        Gap gap = gap(7, "flights", 3, 10, 25);
        Gap filled = gap.filled(new Gap.Fill(TIMESTAMP + 5_000, 9, "kafka:old", 10));
        gaps().add(gap, TIMESTAMP);
        gaps().add(gap(8, "flights", 3, 30, 32), TIMESTAMP);

        gaps().fill(filled, TIMESTAMP + 1);
        gaps().fill(filled, TIMESTAMP + 1);

        assertThat(gaps().newest(10, one -> !one.open())).containsExactly(filled);
        assertThat(gaps().newest(1, Gap::open)).containsExactly(gap(8, "flights", 3, 30, 32));
        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(2, 17, 1, 2));
    }

    @Test
    void fill_aPart_leavesItOpenWithWhatIsMissing() {
        Gap gap = gap(7, "flights", 3, 10, 25);
        gaps().add(gap, TIMESTAMP);

        gaps().fill(gap.filled(new Gap.Fill(TIMESTAMP, 9, "kafka:flights", 18)), TIMESTAMP + 1);

        assertThat(gaps().newest(10)).singleElement().satisfies(one -> {
            assertThat(one.open()).isTrue();
            assertThat(one.missing()).isEqualTo(new Claim.Range("flights", 3, 10, 18));
        });
        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(1, 15, 1, 8));
    }

    @Test
    void fill_atAnotherTimestamp_theHigherTimestampStays() {
        Gap gap = gap(7, "flights", 3, 10, 25);
        Gap whole = gap.filled(new Gap.Fill(TIMESTAMP, 9, "kafka:old", 10));
        gaps().add(gap, TIMESTAMP);

        gaps().fill(gap.filled(new Gap.Fill(TIMESTAMP, 8, "kafka:old", 18)), TIMESTAMP + 1);
        gaps().fill(whole, TIMESTAMP + 3);
        gaps().fill(gap.filled(new Gap.Fill(TIMESTAMP, 8, "kafka:old", 18)), TIMESTAMP + 2);

        assertThat(gaps().newest(10)).containsExactly(whole);
    }

    @Test
    void add_ofAGapThatWasFilled_leavesItFilled() {
        Gap gap = gap(7, "flights", 3, 10, 25);
        Gap filled = gap.filled(new Gap.Fill(TIMESTAMP, 9, "kafka:old", 10));
        gaps().add(gap, TIMESTAMP);
        gaps().fill(filled, TIMESTAMP + 1);

        gaps().add(gap, TIMESTAMP + 2);

        assertThat(gaps().newest(10)).containsExactly(filled);
    }

    @Test
    void gap_ofNoKnownPositions_isOpenUntilItIsFilled() {
        Gap gap = gap(7, "flights", 3, 10, 10);
        gaps().add(gap, TIMESTAMP);
        assertThat(gaps().newest(1, Gap::open)).hasSize(1);

        gaps().fill(gap.filled(new Gap.Fill(TIMESTAMP, 9, "files", 10)), TIMESTAMP + 1);

        assertThat(gaps().totals()).isEqualTo(new GapStore.Totals(1, 0, 0, 0));
    }

    private static Gap gap(long batch, String source, int partition, long from, long until) {
        return new Gap(
                new Claim.Range(source, partition, from, until),
                "offsets " + from + " to " + until + " were not kept",
                batch,
                TIMESTAMP + 123_456);
    }
}
