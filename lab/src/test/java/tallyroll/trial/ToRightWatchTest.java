package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tallyroll.report.ToRight;

/** From the end of a fault to the first right moment of a phase that ends right. */
class ToRightWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final ToRightWatch watch = new ToRightWatch(() -> this.now);
    private long now;

    @BeforeEach
    void faultEnds() {
        at(10);
        watch.faultEnded();
    }

    @Test
    void toRight_seenRight_isTheFirstMoment() {
        at(12).look(false);
        at(13).look(true);
        at(15).look(true);
        at(16).phaseEnded(true);

        assertThat(watch.toRight()).isEqualTo(new ToRight.After(3.0));
    }

    @Test
    void toRight_rightForAMomentOnly_doesNotCount() {
        at(12).look(true);
        at(14).phaseEnded(false);
        at(20).phaseEnded(true);

        assertThat(watch.toRight()).isEqualTo(new ToRight.After(10.0));
    }

    @Test
    void toRight_wrongAgainInALaterPhase_staysDecided() {
        at(12).phaseEnded(true);
        at(14).phaseEnded(false);

        assertThat(watch.toRight()).isEqualTo(new ToRight.After(2.0));
    }

    @Test
    void toRight_wrongAtTheEndOfEveryPhase_isNever() {
        at(12).phaseEnded(false);
        at(14).phaseEnded(false);

        assertThat(watch.toRight()).isEqualTo(new ToRight.Never());
    }

    @Test
    void isCurious_beforeTheFaultEnds_isFalse() {
        assertThat(new ToRightWatch(() -> 0).isCurious()).isFalse();
        assertThat(watch.isCurious()).isTrue();
    }

    private ToRightWatch at(long second) {
        now = second * SECOND;
        return watch;
    }
}
