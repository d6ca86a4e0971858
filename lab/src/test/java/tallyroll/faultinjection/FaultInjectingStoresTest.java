package tallyroll.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.Forgotten;
import tallyroll.control.IngestClaim;
import tallyroll.control.PathMatches;
import tallyroll.control.PipelineState;
import tallyroll.control.SettledCounts;
import tallyroll.control.StoredDefinition;
import tallyroll.record.SystemOfRecord;
import tallyroll.server.Await;
import tallyroll.store.Stores;

/** Which call of which port is which place in a batch. */
class FaultInjectingStoresTest {
    private static final long TIMESTAMP = 1_700_000_000_000_000L;
    private static final String PIPELINE = "shop";

    private final MemoryPorts ports = new MemoryPorts();

    @TempDir
    private Path directory;

    @Test
    void swap_thatClaims_isAfterTheClaim() {
        ControlStore control = with(FaultSpec.holdAfterClaim()).control();

        Thread driver = inBackground(() -> swap(control, 1, Optional.of(claim(2))));

        awaitLine("claimed");
        assertThat(ports.control().read(PIPELINE))
                .as("the claim is stored")
                .hasValueSatisfying(state -> assertThat(state.open()).isPresent());
        assertThat(driver.isAlive()).isTrue();
    }

    @Test
    void swap_thatCommits_isBeforeTheCommit() {
        swap(ports.control(), 1, Optional.of(claim(2)));
        ControlStore control = with(FaultSpec.holdBeforeCommit()).control();

        Thread driver = inBackground(() -> swap(control, 2, Optional.empty()));

        awaitLine("all written");
        assertThat(ports.control().read(PIPELINE))
                .as("the commit is not stored")
                .hasValueSatisfying(state -> assertThat(state.open()).isPresent());
        assertThat(driver.isAlive()).isTrue();
    }

    @Test
    void swap_thatLoses_isNoPlaceForAFault() {
        swap(ports.control(), 1, Optional.of(claim(2)));
        ControlStore control = with(FaultSpec.holdAfterClaim()).control();

        assertThat(control.swap(PipelineState.initial(PIPELINE), state(1, Optional.of(claim(2)))))
                .isFalse();

        assertThat(log().lines()).isEmpty();
    }

    @Test
    void finish_ofATask_isTheEndOfRecording() {
        SystemOfRecord record = with(FaultSpec.failAfterRecord(0)).record();
        SystemOfRecord.Appender appender = record.appender(claim(2), 0, 0);

        assertThatThrownBy(appender::finish).hasMessage("this task was made to fail after it recorded");

        record.appender(claim(3), 0, 0).finish();
        assertThat(log().lines()).containsExactly("failed after recording");
    }

    private Stores with(FaultSpec fault) {
        return new FaultInjectingStores(ports, fault.inBatch(2).in(log()));
    }

    private FaultLog log() {
        return FaultLog.in(directory);
    }

    private static boolean swap(ControlStore control, long version, Optional<Claim> open) {
        PipelineState expected = control.read(PIPELINE).orElseGet(() -> PipelineState.initial(PIPELINE));
        return control.swap(expected, state(version, open));
    }

    private static PipelineState state(long version, Optional<Claim> open) {
        return new PipelineState(
                PIPELINE,
                version,
                1,
                "me",
                0,
                1,
                TIMESTAMP,
                0,
                0,
                open,
                Map.of(),
                Books.NONE,
                StoredDefinition.NONE,
                Forgotten.NOTHING,
                Optional.empty(),
                Map.of(),
                SettledCounts.NONE,
                PathMatches.NONE,
                0);
    }

    private static IngestClaim claim(long batch) {
        return new IngestClaim(batch, TIMESTAMP, 0, List.of(new Claim.Range("events", 0, 0, 1)));
    }

    /** On a thread that nobody waits for: the fault holds it for ever. */
    private static Thread inBackground(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void awaitLine(String line) {
        assertThat(Await.until(Duration.ofSeconds(10), () -> log().lines().contains(line)))
                .as("the log has \"%s\": %s", line, log().lines())
                .isTrue();
    }
}
