package tallyroll.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tallyroll.flights.Flight;
import tallyroll.pipeline.Strategy;
import tallyroll.report.FaultKind;
import tallyroll.report.Moment;
import tallyroll.report.State;
import tallyroll.report.Trial;

/** What logs and the record add, at small scale: whatever the figures, these hold. See {@link QualitativeIT} for what there is without them. */
class QualitativeRecordIT {
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

    @ParameterizedTest
    @ValueSource(strings = {"aggregates-wal", "idempotent-wal"})
    void log_receiverKilled_losesNothing(String strategy) throws Exception {
        Trial.Measured trial = tried(Strategy.labelled(strategy).orElseThrow(), FaultKind.RECEIVER_KILLED);

        assertThat(after(trial, Moment.AFTER_FAULT).lost()).isZero();
        assertThat(after(trial, Moment.AFTER_FAULT).under()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"idempotent-wal", "idempotent-direct"})
    void idempotent_driverKilled_endsExact(String strategy) throws Exception {
        Trial.Measured trial = tried(Strategy.labelled(strategy).orElseThrow(), FaultKind.DRIVER_KILLED);

        assertThat(after(trial, Moment.AFTER_SETTLING).exact()).isTrue();
        assertThat(after(trial, Moment.AFTER_REPLAY).exact()).isTrue();
    }

    @Test
    void idempotent_receiverKilledWithoutLog_agreesWithItsRecordAndIsExactAfterReplay() throws Exception {
        Trial.Measured trial = tried(Strategy.IDEMPOTENT, FaultKind.RECEIVER_KILLED);

        State settled = after(trial, Moment.AFTER_SETTLING);
        assertThat(settled.lost()).as("events that the record lacks").isEqualTo(FLIGHTS.size() / 2);
        assertThat(settled.under())
                .as("what the totals lack is what the record lacks")
                .isEqualTo(settled.lost());
        assertThat(settled.over()).isZero();
        assertThat(after(trial, Moment.AFTER_REPLAY).exact()).isTrue();
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
