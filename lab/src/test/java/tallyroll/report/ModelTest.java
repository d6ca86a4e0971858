package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Strategy;

class ModelTest {
    private static final Undisturbed FAILED = new Undisturbed.Failed("no server");

    @Test
    void report_strategyTwice_isRefused() {
        StrategyReport one = new StrategyReport(Strategy.COUNTERS, FAILED, List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabReport(Synthetic.report(1).runs(), List.of(one, one)))
                .withMessage("a report has each strategy once, but has counters twice");
    }

    @Test
    void strategy_faultTwice_isRefused() {
        Trial trial = new Trial.Failed(FaultKind.REPLAYED, "no server");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrategyReport(Strategy.COUNTERS, FAILED, List.of(trial, trial)))
                .withMessage("counters has two trials of the fault replayed");
    }

    @Test
    void trial_withoutStateAfterTheFault_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trial.Measured(FaultKind.REPLAYED, 1, Map.of(), new RecoveryTime.Never(), ""))
                .withMessage("the trial of replayed has no state right after the fault");
    }

    @Test
    void state_overWithoutWrongGroup_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new State(10, 0, 100, 0, 1, 0))
                .withMessage("over 1 and under 0, but no group is wrong");
    }

    @Test
    void machine_modelUnknown_isTheArchitecture() {
        assertThat(Machine.model(List.of("processor : 0", "model name : unknown"), "amd64"))
                .isEqualTo("amd64");
        assertThat(Machine.model(List.of("model name\t: Example CPU @ 2.60GHz"), "amd64"))
                .isEqualTo("Example CPU @ 2.60GHz");
    }
}
