package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Strategy;
import tallyroll.report.Fault;

/** What the options ask for, and what is refused. */
class PlanTest {
    private static final List<String> ALL = List.of();

    @Test
    void plan_nothingChosen_isEverything() {
        Plan plan = Plan.of(ALL, ALL, 20_000, 200_000, 1);

        assertThat(plan.strategies()).containsExactly(Strategy.values());
        assertThat(plan.faults()).containsExactly(Fault.values());
        assertThat(plan.undisturbed()).isTrue();
        assertThat(plan.size()).as("9 × 11 less what cannot happen").isEqualTo(99 - 6 - 3 - 1);
    }

    @Test
    void plan_someChosen_isThoseInTheirOrder() {
        Plan plan = Plan.of(
                List.of("idempotent-direct", "counters"), List.of("replayed", "driver-killed"), 2_000, 2_000, 1);

        assertThat(plan.strategies()).containsExactly(Strategy.COUNTERS, Strategy.IDEMPOTENT_DIRECT);
        assertThat(plan.faults()).containsExactly(Fault.DRIVER_KILLED, Fault.REPLAYED);
        assertThat(plan.undisturbed()).isFalse();
    }

    @Test
    void plan_undisturbedOnly_hasNoFaults() {
        Plan plan = Plan.of(List.of("counters"), List.of("undisturbed"), 2_000, 2_000, 1);

        assertThat(plan.undisturbed()).isTrue();
        assertThat(plan.faults()).isEmpty();
        assertThat(plan.size()).isEqualTo(1);
    }

    @Test
    void strategy_unknown_isRefusedWithThoseThatAre() {
        assertRefused(
                () -> Plan.of(List.of("idempotent-kafka"), ALL, 2_000, 2_000, 1),
                "Cannot take --strategies \"idempotent-kafka\": it is none of counters, counters-wal, counters-direct,"
                        + " aggregates, aggregates-wal, aggregates-direct, idempotent, idempotent-wal, idempotent-direct.");
    }

    @Test
    void fault_unknown_isRefusedWithThoseThatAre() {
        assertRefused(
                () -> Plan.of(ALL, List.of("driver-kill"), 2_000, 2_000, 1),
                "Cannot take --faults \"driver-kill\": it is none of undisturbed, driver-killed, task-retried,"
                        + " cassandra-paused, receiver-killed, cassandra-restarted, kafka-restarted, duplicates,"
                        + " late-burst, lost-then-replayed, replayed.");
    }

    @Test
    void events_tooFew_areRefused() {
        assertRefused(
                () -> Plan.of(ALL, ALL, 100, 2_000, 1),
                "Cannot take --events 100: it is from 2000, so that each batch has events of each group, to 50000000.");
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void definition_everyStrategy_isAccepted(Strategy strategy) {
        DefinitionText text = new DefinitionText(
                strategy,
                "trial_1",
                "127.0.0.1:9042",
                "127.0.0.1:9092",
                "127.0.0.1:8080",
                java.nio.file.Path.of("/tmp/wal"),
                2_500);

        assertThat(Definition.parse(text.yaml(Rig.AT_ONCE), "trial.yaml", Environment.of(java.util.Map.of()))
                        .strategy())
                .isEqualTo(strategy);
    }

    private static void assertRefused(Runnable plan, String message) {
        assertThatThrownBy(plan::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage(message);
    }
}
