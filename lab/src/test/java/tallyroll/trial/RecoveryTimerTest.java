package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.report.RecoveryTime;

/** From the end of a fault to the first right moment of a phase that ends right. */
class RecoveryTimerTest {
    private static final long SECOND = 1_000_000_000;

    private final RecoveryTimer timer = new RecoveryTimer(() -> this.now);
    private long now;

    @BeforeEach
    void faultEnds() {
        at(10);
        timer.faultEnded();
    }

    @Test
    void time_seenRight_isTheFirstMoment() {
        at(12).compared(false);
        at(13).compared(true);
        at(15).compared(true);
        at(16).phaseEnded(true);

        assertThat(timer.time()).isEqualTo(new RecoveryTime.After(3.0));
    }

    @Test
    void time_rightForAMomentOnly_doesNotCount() {
        at(12).compared(true);
        at(14).phaseEnded(false);
        at(20).phaseEnded(true);

        assertThat(timer.time()).isEqualTo(new RecoveryTime.After(10.0));
    }

    @Test
    void time_wrongAgainInALaterPhase_staysDecided() {
        at(12).phaseEnded(true);
        at(14).phaseEnded(false);

        assertThat(timer.time()).isEqualTo(new RecoveryTime.After(2.0));
    }

    @Test
    void time_wrongAtTheEndOfEveryPhase_isNever() {
        at(12).phaseEnded(false);
        at(14).phaseEnded(false);

        assertThat(timer.time()).isEqualTo(new RecoveryTime.Never());
    }

    @Test
    void isOpen_beforeTheFaultEnds_isFalse() {
        assertThat(new RecoveryTimer(() -> 0).isOpen()).isFalse();
        assertThat(timer.isOpen()).isTrue();
    }

    private RecoveryTimer at(long second) {
        now = second * SECOND;
        return timer;
    }
}
