package tallyroll.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.cli.ExitCode;
import tallyroll.faultinjection.ChildProcess;

/** What {@code verify} asks of the protocol, as people ask it: the short form of {@code ./tallyroll sim --seeds 10000}. */
class CampaignIT {
    private static final int SEEDS = 2_000;
    /** A JVM that compiles as usual, for so many worlds pay it back. */
    private static final List<String> JVM = List.of("-Xmx1g", "-XX:TieredStopAtLevel=4");

    @TempDir
    Path directory;

    @Test
    void campaign_twoThousandSeeds_findsNothing() {
        try (ChildProcess sim =
                ChildProcess.start(directory, JVM, List.of("sim", "--seeds", Integer.toString(SEEDS)))) {
            assertThat(sim.exit()).as(sim.printed()).isEqualTo(ExitCode.RIGHT.number());
            assertThat(sim.printed()).contains("%,d worlds from seed 1 in".formatted(SEEDS), " 0 broken");
        }
    }
}
