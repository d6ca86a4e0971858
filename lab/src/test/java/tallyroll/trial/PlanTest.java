package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.pipeline.Definition;
import tallyroll.pipeline.Environment;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.LabReport;
import tallyroll.report.LabRun;
import tallyroll.report.Machine;
import tallyroll.report.Part;
import tallyroll.report.Trial;
import tallyroll.report.Undisturbed;

/** What the options ask for, and what is refused. */
class PlanTest {
    private static final List<String> ALL = List.of();
    private static final LabReport NOTHING = LabReport.begun(new LabRun(
            "", 1, 200_000, 20_000, Instant.EPOCH, 0, Machine.here(), new LabRun.Versions("", "", "", ""), List.of()));

    @Test
    void plan_nothingChosen_isEverything() {
        Plan plan = Plan.of(ALL, ALL, 20_000, 200_000, 1);

        assertThat(plan.strategies()).isEqualTo(Strategy.all());
        assertThat(plan.faults()).containsExactly(FaultKind.values());
        assertThat(plan.undisturbed()).isTrue();
        assertThat(plan.remaining(NOTHING))
                .as("9 × 11, those that cannot happen included")
                .isEqualTo(99);
    }

    @Test
    void plan_someChosen_isThoseInTheirOrder() {
        Plan plan = Plan.of(
                List.of("idempotent-direct", "counters"), List.of("replayed", "driver-killed"), 2_000, 2_000, 1);

        assertThat(plan.strategies()).containsExactly(Strategy.COUNTERS, Strategy.IDEMPOTENT_DIRECT);
        assertThat(plan.faults()).containsExactly(FaultKind.DRIVER_KILLED, FaultKind.REPLAYED);
        assertThat(plan.undisturbed()).isFalse();
    }

    @Test
    void plan_undisturbedOnly_hasNoFaults() {
        Plan plan = Plan.of(List.of("counters"), List.of("undisturbed"), 2_000, 2_000, 1);

        assertThat(plan.undisturbed()).isTrue();
        assertThat(plan.faults()).isEmpty();
        assertThat(plan.remaining(NOTHING)).isEqualTo(1);
    }

    @Test
    void remaining_afterPartOfIt_isWhatIsMissingOrFailed() {
        Plan plan = Plan.of(
                List.of("counters", "aggregates"), List.of("undisturbed", "replayed", "duplicates"), 2_000, 2_000, 1);
        LabReport found = NOTHING.with(Strategy.COUNTERS, new Trial.Failed(FaultKind.REPLAYED, "no server"))
                .with(Strategy.COUNTERS, new Trial.NotApplicable(FaultKind.DUPLICATES, Part.KAFKA))
                .with(Strategy.COUNTERS, new Undisturbed.Failed("no server"));

        assertThat(plan.remaining(found)).as("all six but one").isEqualTo(5);
    }

    @Test
    void strategy_unknown_isRefusedWithThoseThatAre() {
        assertRefused(
                () -> Plan.of(List.of("idempotent-kafka"), ALL, 2_000, 2_000, 1),
                "Cannot use --strategies \"idempotent-kafka\": unknown; choose from counters, counters-wal, counters-direct,"
                        + " aggregates, aggregates-wal, aggregates-direct, idempotent, idempotent-wal, idempotent-direct.");
    }

    @Test
    void fault_unknown_isRefusedWithThoseThatAre() {
        assertRefused(
                () -> Plan.of(ALL, List.of("driver-kill"), 2_000, 2_000, 1),
                "Cannot use --faults \"driver-kill\": unknown; choose from undisturbed, driver-killed, task-retried,"
                        + " cassandra-paused, receiver-killed, cassandra-restarted, kafka-restarted, duplicates,"
                        + " late-burst, lost-then-replayed, replayed.");
    }

    @Test
    void events_tooFew_areRefused() {
        assertRefused(
                () -> Plan.of(ALL, ALL, 100, 2_000, 1),
                "Cannot use --events 100: it must be at least 2000, so that each batch has events of each group, and at most 50000000.");
    }

    @ParameterizedTest
    @MethodSource("tallyroll.pipeline.Strategy#all")
    void definition_everyStrategy_isAccepted(Strategy strategy) {
        DefinitionText text = new DefinitionText(
                strategy,
                "trial_1",
                "127.0.0.1:9042",
                "127.0.0.1:9092",
                "127.0.0.1:8080",
                java.nio.file.Path.of("/tmp/wal"),
                2_500);

        assertThat(Definition.parse(text.yaml(TestHarness.AT_ONCE), "trial.yaml", Environment.of(java.util.Map.of()))
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
