package tallyroll.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.faultinjection.FaultLog;
import tallyroll.faultinjection.FaultSpec;
import tallyroll.server.Lifetime;
import tallyroll.server.LocalServers;
import tallyroll.server.NodeSession;

/** Cassandra is frozen, by SIGSTOP, for longer than its client waits: real time-outs, each an unknown write. */
class PausedNodeIT {
    /** The client waits for 12 s. With {@code -Dtallyroll.campaign=long} several time-outs come one after the other. */
    private static final Duration PAUSE =
            Duration.ofSeconds("long".equals(System.getProperty("tallyroll.campaign")) ? 45 : 15);

    @TempDir
    Path directory;

    @Test
    void node_pausedDuringApply_endsBitEqual() throws Exception {
        LocalServers servers = LocalServers.onFreePorts(directory.resolve("servers"));
        try {
            servers.cassandra().start(Lifetime.WITH_THIS_PROCESS);
            servers.cassandra().awaitReady();
            try (CqlSession session = NodeSession.open(servers)) {
                Scenario scenario = Scenario.on(
                        new Scenario.Node(servers.contactPoint(), session), directory, RecordedTopic.shared());

                CompletableFuture<Void> paused = CompletableFuture.runAsync(() -> pauseDuringWrites(scenario, servers));
                scenario.runWith(FaultSpec.waitInApply(20).inBatch(2));
                paused.get();

                assertThat(scenario.faultLog().lines())
                        .anyMatch(line -> line.startsWith(FaultLog.SENT_AFTER_RELEASE + "Unknown"));
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

    private void pauseDuringWrites(Scenario scenario, LocalServers servers) {
        Waiting.until(() -> !scenario.faultLog().lines().isEmpty(), () -> "no write of the batch came");
        servers.cassandra().pause();
        Executor later = CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        later.execute(servers.cassandra()::resume);
        try {
            scenario.faultLog().release();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
