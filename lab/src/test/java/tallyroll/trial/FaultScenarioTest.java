package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.Part;

/** Which fault can happen to which strategy. */
class FaultScenarioTest {
    @ParameterizedTest
    @CsvSource({
        "TASK_RETRIED, TASKS, counters",
        "RECEIVER_KILLED, RECEIVER, counters-direct aggregates-direct idempotent-direct",
        "KAFKA_RESTARTED, KAFKA, counters counters-wal aggregates aggregates-wal idempotent idempotent-wal"
    })
    void missing_aPart_isSaidOfThoseWithoutIt(FaultKind kind, Part part, String strategies) {
        FaultScenario scenario = FaultScenario.of(kind);

        assertThat(Strategy.all().stream()
                        .filter(strategy -> scenario.missing(strategy).equals(Optional.of(part)))
                        .map(Strategy::label))
                .containsExactly(strategies.split(" "));
        assertThat(Strategy.all().stream().map(scenario::missing).distinct())
                .containsExactlyInAnyOrder(Optional.of(part), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TASK_RETRIED", "RECEIVER_KILLED", "KAFKA_RESTARTED"})
    void missing_anyOtherFault_canHappenToAll(FaultKind kind) {
        assertThat(Strategy.all().stream().map(FaultScenario.of(kind)::missing)).containsOnly(Optional.empty());
    }

    @Test
    void of_everyKind_isAScenarioOfItsOwn() {
        List<Class<?>> scenarios = Arrays.stream(FaultKind.values())
                .<Class<?>>map(kind -> FaultScenario.of(kind).getClass())
                .toList();

        assertThat(scenarios).containsExactlyInAnyOrder(FaultScenario.class.getPermittedSubclasses());
    }
}
