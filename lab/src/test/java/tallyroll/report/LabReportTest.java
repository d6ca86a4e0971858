package tallyroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tallyroll.pipeline.Strategy;

/** Reports that grow trial by trial, and reports of several runs. */
class LabReportTest {
    private static final Trial OVER = measured(5);
    private static final Trial FAILED = new Trial.Failed(FaultKind.DUPLICATES, "no server");
    private static final Undisturbed SPEED = speed(40_000);
    private static final LabReport EMPTY = LabReport.begun(run("monday", 1));

    @Test
    void with_trialsOfSeveralStrategies_keepsTheOrderOfTheGrid() {
        LabReport report = EMPTY.with(Strategy.IDEMPOTENT, OVER)
                .with(Strategy.COUNTERS, new Trial.NotApplicable(FaultKind.REPLAYED, Part.TASKS))
                .with(Strategy.COUNTERS, OVER)
                .with(Strategy.COUNTERS, SPEED);

        assertThat(report.strategies())
                .containsExactly(
                        new StrategyReport(
                                Strategy.COUNTERS,
                                SPEED,
                                List.of(OVER, new Trial.NotApplicable(FaultKind.REPLAYED, Part.TASKS))),
                        new StrategyReport(Strategy.IDEMPOTENT, new Undisturbed.NotRun(), List.of(OVER)));
    }

    @Test
    void with_trialThatFailedBefore_replacesIt() {
        LabReport report = EMPTY.with(Strategy.COUNTERS, FAILED).with(Strategy.COUNTERS, OVER);

        assertThat(report.trials()).containsExactly(OVER);
    }

    @Test
    void lasting_continuedReport_changesTheNewestRunOnly() {
        LabReport report = EMPTY.lasting(60).continuedBy(run("tuesday", 2)).lasting(30);

        assertThat(report.runs())
                .extracting(LabRun::command, LabRun::seconds)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("monday", 60.0),
                        org.assertj.core.groups.Tuple.tuple("tuesday", 30.0));
    }

    @Test
    void merge_runsOfDifferentParts_hasBoth() {
        LabReport calm = LabReport.begun(run("tuesday", 2)).with(Strategy.COUNTERS, SPEED);
        LabReport faults = EMPTY.with(Strategy.COUNTERS, OVER).with(Strategy.AGGREGATES, OVER);

        LabReport merged = LabReport.merge(List.of(calm, faults));

        assertThat(merged.runs()).extracting(LabRun::command).containsExactly("monday", "tuesday");
        assertThat(merged.of(Strategy.COUNTERS)).hasValue(new StrategyReport(Strategy.COUNTERS, SPEED, List.of(OVER)));
        assertThat(merged.of(Strategy.AGGREGATES)).isPresent();
    }

    @Test
    void merge_failedInOne_takesTheOther() {
        LabReport failed =
                EMPTY.with(Strategy.COUNTERS, FAILED).with(Strategy.COUNTERS, new Undisturbed.Failed("no server"));
        LabReport good = EMPTY.with(Strategy.COUNTERS, OVER).with(Strategy.COUNTERS, SPEED);

        assertThat(LabReport.merge(List.of(failed, good)))
                .isEqualTo(LabReport.merge(List.of(good, failed)))
                .isEqualTo(good);
    }

    @Test
    void merge_sameReportTwice_isThatReport() {
        LabReport report = Synthetic.report(1);

        assertThat(LabReport.merge(List.of(report, report))).isEqualTo(report);
    }

    @Test
    void merge_differentResultsOfATrial_isRefused() {
        LabReport one = EMPTY.with(Strategy.COUNTERS, OVER);
        LabReport other = EMPTY.with(Strategy.COUNTERS, measured(6));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabReport.merge(List.of(one, other)))
                .withMessage("both have a result of counters duplicates, and the results differ");
    }

    @Test
    void merge_differentSpeeds_areRefused() {
        LabReport one = EMPTY.with(Strategy.COUNTERS, SPEED);
        LabReport other = EMPTY.with(Strategy.COUNTERS, speed(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabReport.merge(List.of(one, other)))
                .withMessage("both have a result of counters undisturbed, and the results differ");
    }

    private static LabRun run(String command, int day) {
        return new LabRun(
                command,
                1,
                200_000,
                20_000,
                Instant.parse("2026-11-0%dT10:00:00Z".formatted(day)),
                0,
                new Machine(2, "cpu", 1, "17", "Linux"),
                new LabRun.Versions("1", "2", "3", "4"),
                List.of());
    }

    private static Trial measured(long over) {
        State state = new State(10, 1, 100, 0, over, 0);
        return new Trial.Measured(
                FaultKind.DUPLICATES, 100, Map.of(Moment.AFTER_FAULT, state), new RecoveryTime.Never(), "");
    }

    private static Undisturbed speed(double eventsPerSecond) {
        return new Undisturbed.Measured(
                eventsPerSecond,
                new Undisturbed.CpuMicros(1, 2, 3),
                new Undisturbed.StoredBytes(1, 2, 3),
                new State(10, 0, 100, 0, 0, 0));
    }
}
