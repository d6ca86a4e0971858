package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.faultinjection.ChildProcess;
import tallyroll.faultinjection.FaultLog;
import tallyroll.faultinjection.FaultSpec;

/** A driver that is frozen during a batch, replaced by another, and wakes up with writes still to send. */
class TwoDriversIT {
    @TempDir
    Path directory;

    @Test
    void driver_wakesUpAfterAnotherTookOver_writesNothingThatIsSeen() throws IOException {
        Scenario scenario = Scenario.of(directory, RecordedTopic.shared());
        try (ChildProcess sleeper =
                scenario.startUntil(FaultSpec.waitInApply(20).inBatch(2), "--lease", "3")) {
            sleeper.pause();

            Scenario.Ran ran = scenario.run();

            assertThat(ran.logLines()).anyMatch(line -> line.startsWith("waiting for the lease"));
            scenario.mustBeRight();
            scenario.faultLog().release();
            sleeper.resume();
            assertThat(sleeper.exit()).as(sleeper.printed()).isEqualTo(ExitCode.FENCED.number());
        }
        assertThat(scenario.faultLog().lines()).contains(FaultLog.SENT_AFTER_RELEASE + "Written[]");
        scenario.mustBeRight();
        assertThat(scenario.corrected()).as("rows that settling had to correct").isZero();
        assertThat(scenario.rows()).isEqualTo(Undisturbed.rows(directory));
    }
}
