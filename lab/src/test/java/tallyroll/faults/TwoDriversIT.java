package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.sabotage.Child;
import tallyroll.sabotage.Strike;

/** A driver that is frozen amid a batch, outlived by another, and wakes up with writes still to send. */
class TwoDriversIT {
    @TempDir
    Path directory;

    @Test
    void driver_wakesUpAfterAnotherTookOver_writesNothingThatIsSeen() throws IOException {
        Scenario scenario = Scenario.of(directory, Tape.shared());
        try (Child sleeper = scenario.startUntil(Strike.Kind.WAIT_IN_APPLY, 2, 20, "--lease", "3")) {
            sleeper.pause();

            Scenario.Ran ran = scenario.run();

            assertThat(ran.notices()).anyMatch(line -> line.startsWith("waiting for the lease"));
            scenario.mustBeRight();
            Files.createFile(directory.resolve(Strike.GO));
            sleeper.resume();
            assertThat(sleeper.exit()).as(sleeper.said()).isEqualTo(ExitCode.FENCED.number());
        }
        assertThat(scenario.diaryLines()).contains("sent after go: Written[]");
        scenario.mustBeRight();
        assertThat(scenario.corrected()).as("rows that settling had to correct").isZero();
        assertThat(scenario.rows()).isEqualTo(Undisturbed.rows(directory));
    }
}
