package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.server.Life;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/** Cassandra stands still, by SIGSTOP, for longer than its client waits: real time-outs, each an unknown write. */
class PausedNodeIT {
    /** The client waits for 12 s. With {@code -Dtallyroll.campaign=long} several time-outs come one after the other. */
    private static final Duration PAUSE =
            Duration.ofSeconds("long".equals(System.getProperty("tallyroll.campaign")) ? 45 : 15);

    @TempDir
    Path directory;

    @Test
    void node_pausedDuringApply_endsBitEqual() {
        LocalServers servers = LocalServers.onFreePorts(directory.resolve("servers"));
        try {
            servers.cassandra().start(Life.WITH_THIS_PROCESS);
            servers.cassandra().awaitReady();
            try (CqlSession session = NodeSession.open(servers)) {
                Pauses.plan(servers.cassandra(), PAUSE);
                Scenario scenario =
                        Scenario.on(new Scenario.Node(servers.contactPoint(), session), directory, Tape.shared());

                scenario.runWith(Fault.Kind.PAUSE, 2, 20);

                assertThat(scenario.diaryLines())
                        .contains("paused")
                        .anyMatch(line -> line.startsWith("answered: Unknown"));
                scenario.mustBeRight();
                assertThat(scenario.corrected())
                        .as("rows that settling had to correct")
                        .isZero();
                assertThat(scenario.rows()).isEqualTo(Undisturbed.rows(directory));
            }
        } finally {
            servers.cassandra().kill();
            servers.wipe();
        }
    }
}
