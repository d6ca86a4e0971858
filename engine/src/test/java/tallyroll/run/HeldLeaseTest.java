package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallyroll.control.Acquisition;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HeldLeaseTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final MemoryControl control = new MemoryControl();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @Test
    void take_free_isHeldAndGivenBackWhenClosed() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMinutes(1)), "repair")) {
            assertThat(lease.holder().state().epoch()).isEqualTo(1);
            assertThat(state().holder()).isNotEmpty();
        }
        assertThat(state().holder()).isEmpty();
    }

    @Test
    void take_heldByAnother_saysByWhomAndWhatToDo() {
        LeaseHolder other = other();

        assertThatThrownBy(() -> HeldLease.take(request(Duration.ofMinutes(1)), "repair"))
                .isInstanceOf(FencedException.class)
                .hasMessageStartingWith("Cannot repair \"visits\" now: elsewhere/1 runs it and holds the lease until ")
                .hasMessageEndingWith(
                        "Stop that driver (it finishes its batch on SIGTERM), repair, and start it again.");
        assertThat(other.state().epoch()).isEqualTo(1);
    }

    @Test
    void await_heldByAnother_waitsUntilItIsGivenBack() throws InterruptedException {
        LeaseHolder other = other();
        // asked before every try: the other one leaves once this one is heard to wait
        BooleanSupplier stopped = () -> {
            if (!log.isEmpty()) {
                other.release();
            }
            return false;
        };

        try (HeldLease lease = HeldLease.await(request(Duration.ofMinutes(1)), stopped)) {
            assertThat(lease.holder().state().epoch()).isEqualTo(2);
        }
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("waiting for the lease of \"visits\": elsewhere/1 holds it until ");
    }

    @Test
    void await_stopped_givesUp() {
        assertThatThrownBy(() -> HeldLease.await(request(Duration.ofMinutes(1)), () -> true))
                .isInstanceOf(InterruptedException.class);
        assertThat(control.read("visits")).isEmpty();
    }

    @Test
    void heartbeat_whileHeld_movesTheEndOfTheLease() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMillis(60)), "repair")) {
            long first = lease.holder().state().leaseUntil();

            until(() -> state().leaseUntil() > first + 100_000);

            assertThat(lease.lost()).isEmpty();
        }
    }

    @Test
    void heartbeat_afterAnotherTookOver_isLost() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMillis(60)), "repair")) {
            other();

            until(() -> lease.lost().isPresent());

            assertThatThrownBy(lease::requireHeld)
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("held by elsewhere/1");
        }
        assertThat(state().holder()).isEqualTo("elsewhere/1");
    }

    private HeldLease.Request request(Duration duration) {
        return new HeldLease.Request(control, "visits", duration, CLOCK, log::add);
    }

    /** Another driver, which takes the lease whoever holds it. */
    private LeaseHolder other() {
        Acquisition answer =
                LeaseHolder.acquire(control, "visits", "elsewhere/1", Duration.ofMinutes(1), CLOCK, holder -> true);
        return ((Acquisition.Acquired) answer).driver();
    }

    private PipelineState state() {
        return control.read("visits").orElseThrow();
    }

    private static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }
}
