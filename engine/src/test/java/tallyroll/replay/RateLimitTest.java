package tallyroll.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now = 5_000_000_000L;
    private long slept;

    @Test
    void await_moreThanTheRate_waitsSoThatTheRateIsKept() {
        RateLimit limit = limit(100);

        for (int event = 0; event < 201; event++) {
            limit.await();
        }

        assertThat(slept).isEqualTo(2_000_000_000L);
    }

    @Test
    void await_slowerThanTheRate_doesNotWait() {
        RateLimit limit = limit(100);

        for (int event = 0; event < 100; event++) {
            limit.await();
            now += 20_000_000;
        }

        assertThat(slept).isZero();
    }

    @Test
    void await_withoutARate_doesNotWait() {
        RateLimit limit = limit(0);

        for (int event = 0; event < 1_000; event++) {
            limit.await();
        }

        assertThat(slept).isZero();
    }

    private RateLimit limit(double rate) {
        return new RateLimit(rate, () -> now, nanos -> {
            slept += nanos;
            now += nanos;
        });
    }
}
