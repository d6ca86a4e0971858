package tallyroll.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final Cost COST = new Cost(2_000, 3_000, 400, 600);

    @Test
    void less_startUp_leavesTheWork() {
        assertThat(COST.less(new Cost(500, 1_000, 500, 100))).isEqualTo(new Cost(1_500, 2_000, 0, 500));
    }

    @Test
    void figures_millionEvents_arePerEvent() {
        assertThat(COST.eventsPerSecond(1_000_000)).isEqualTo(500_000);
        assertThat(Cost.micros(COST.cpuMillis(), 1_000_000)).isEqualTo(4.0);
    }

    @Test
    void median_ofRounds_isTheMiddleByCpuTime() {
        Cost slow = new Cost(1, 9_000, 1, 1);

        assertThat(Cost.median(List.of(slow, COST, Cost.NOTHING))).isEqualTo(COST);
        assertThat(Cost.median(List.of(slow, COST))).isEqualTo(COST);
    }
}
