package tallyroll.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    @Test
    void next_failureAfterFailure_doublesUpToHalfAMinute() {
        for (long due : new long[] {100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000}) {
            assertThat(backoff.next().toMillis()).isBetween(due / 2, due);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next().toMillis()).isBetween(15_000L, 30_000L);
        }
    }

    @Test
    void next_afterASuccess_beginsAnew() {
        backoff.next();
        backoff.next();
        backoff.reset();

        assertThat(backoff.next().toMillis()).isBetween(50L, 100L);
    }
}
