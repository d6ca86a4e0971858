package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.Moment;
import tallyroll.report.State;
import tallyroll.report.Trial;
import tallyroll.report.Verdict;

/** What tells the strategies apart that keep no record, at small scale: whatever the figures, these hold. */
class QualitativeIT {
    private static final List<Flight> FLIGHTS = Workload.flights(1, 4_000);

    private static LabEnvironment environment;

    @BeforeAll
    static void open() {
        environment = LabEnvironment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @Test
    void counters_ambiguousWritesWithStreamingRetries_countTooMany() throws Exception {
        Trial.Measured trial = tried(Strategy.COUNTERS_DIRECT, FaultKind.CASSANDRA_PAUSED);

        assertThat(Verdict.of(trial)).isEqualTo(Verdict.OVER);
        assertThat(after(trial, Moment.AFTER_FAULT).under()).isZero();
    }

    @Test
    void aggregates_restartThatReadsAgain_countTooMany() throws Exception {
        Trial.Measured trial = tried(Strategy.AGGREGATES_DIRECT, FaultKind.DRIVER_KILLED);

        assertThat(Verdict.of(trial)).isEqualTo(Verdict.OVER);
        assertThat(after(trial, Moment.AFTER_FAULT).under()).isZero();
    }

    @Test
    void aggregates_taskRetriedInOneProcess_areExact() throws Exception {
        assertThat(Verdict.of(tried(Strategy.AGGREGATES_DIRECT, FaultKind.TASK_RETRIED)))
                .isEqualTo(Verdict.EXACT);
    }

    @Test
    void aggregates_receiverKilledWithoutLog_loseWhatWasInMemory() throws Exception {
        Trial.Measured trial = tried(Strategy.AGGREGATES, FaultKind.RECEIVER_KILLED);

        assertThat(Verdict.of(trial)).isEqualTo(Verdict.LOST);
        assertThat(after(trial, Moment.AFTER_FAULT).lost()).isEqualTo(FLIGHTS.size() / 2);
    }

    private static Trial.Measured tried(Strategy strategy, FaultKind fault) throws Exception {
        try (TrialRun run = new TrialRun(environment, strategy, fault, FLIGHTS)) {
            return run.run();
        }
    }

    private static State after(Trial.Measured trial, Moment moment) {
        return trial.states().get(moment);
    }
}
