package tallyroll.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private long now = 5_000_000_000L;
    private long slept;

    @Test
    void await_moreThanTheRate_waitsSoThatTheRateIsKept() {
        Pace pace = pace(100);

        for (int event = 0; event < 201; event++) {
            pace.await();
        }

        assertThat(slept).isEqualTo(2_000_000_000L);
    }

    @Test
    void await_slowerThanTheRate_doesNotWait() {
        Pace pace = pace(100);

        for (int event = 0; event < 100; event++) {
            pace.await();
            now += 20_000_000;
        }

        assertThat(slept).isZero();
    }

    @Test
    void await_withoutARate_doesNotWait() {
        Pace pace = pace(0);

        for (int event = 0; event < 1_000; event++) {
            pace.await();
        }

        assertThat(slept).isZero();
    }

    private Pace pace(double rate) {
        return new Pace(rate, () -> now, nanos -> {
            slept += nanos;
            now += nanos;
        });
    }
}
