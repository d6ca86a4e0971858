package tallyroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tallyroll.control.Acquisition;
import tallyroll.control.Books;
import tallyroll.control.Claim;
import tallyroll.control.ControlStore;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.control.MemoryControl;
import tallyroll.control.PipelineState;
import tallyroll.time.Micros;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HeldLeaseTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final MemoryControl control = new MemoryControl();
    private final AtomicBoolean memory = new AtomicBoolean(true);
    private final AtomicBoolean answers = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<CountDownLatch> hang = new AtomicReference<>(new CountDownLatch(0));
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @Test
    void take_free_isHeldAndGivenBackWhenClosed() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMinutes(1))).orElseThrow()) {
            assertThat(lease.holder().state().epoch()).isEqualTo(1);
            assertThat(state().holder()).isNotEmpty();
        }
        assertThat(state().holder()).isEmpty();
    }

    @Test
    void take_heldByAnother_isEmpty() {
        LeaseHolder other = other();

        assertThat(HeldLease.take(request(Duration.ofMinutes(1)))).isEmpty();
        assertThat(other.state().epoch()).isEqualTo(1);
    }

    /** A repair that takes longer than its lease, beside a driver that waits for it as a standby does. */
    @Test
    void lease_ofWorkLongerThanIt_isNotLostToAStandby() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-28T08:00:00Z"));
        HeldLease.Request request =
                new HeldLease.Request(control, "visits", Duration.ofMillis(300), now::get, log::add);
        try (HeldLease lease = HeldLease.take(request).orElseThrow()) {
            Claim claim = lease.holder().claim(List.of(0L), Claim.Cause.REPAIR);
            for (int look = 0; look < 8; look++) {
                Instant later = now.get().plusMillis(200);
                now.set(later);
                assertThat(LeaseHolder.acquire(
                                control, "visits", "standby", Duration.ofSeconds(15), now::get, holder -> false))
                        .isInstanceOf(Acquisition.Held.class);
                until(() -> state().leaseUntil() == Micros.of(later.plusMillis(300)));
            }

            lease.holder().commit(claim, Books.NONE, 1, -1);

            assertThat(state().committed()).isEqualTo(1);
        }
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

        try (HeldLease lease = HeldLease.await(request(Duration.ofMinutes(1)), RunOptions.Role.DRIVER, stopped)) {
            assertThat(lease.holder().state().epoch()).isEqualTo(2);
        }
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("waiting for the lease of \"visits\": elsewhere/1 holds it until ");
    }

    /** The other one holds its lease for hours; this one's clock makes a second of every try. */
    @Test
    void await_longAsAStandby_saysSoOnceAMinute() throws InterruptedException {
        Instant[] now = {Instant.parse("2026-03-28T08:00:00Z")};
        InstantSource clock = () -> now[0];
        LeaseHolder other = ((Acquisition.Acquired) LeaseHolder.acquire(
                        control, "visits", "elsewhere/1", Duration.ofHours(9), clock, holder -> true))
                .driver();
        HeldLease.Request request = new HeldLease.Request(control, "visits", Duration.ofMinutes(1), clock, log::add);
        int[] tries = {0};

        HeldLease.await(request, RunOptions.Role.STANDBY, () -> {
                    now[0] = now[0].plusSeconds(25);
                    if (++tries[0] == 8) {
                        other.release();
                    }
                    return false;
                })
                .close();

        assertThat(log)
                .hasSize(3)
                .allMatch(line ->
                        line.startsWith("standing by for the lease of \"visits\": elsewhere/1 holds it until "));
    }

    @Test
    void await_stopped_givesUp() {
        assertThatThrownBy(() -> HeldLease.await(request(Duration.ofMinutes(1)), RunOptions.Role.DRIVER, () -> true))
                .isInstanceOf(InterruptedException.class);
        assertThat(control.read("visits")).isEmpty();
    }

    @Test
    void heartbeat_whileHeld_movesTheEndOfTheLease() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMillis(60))).orElseThrow()) {
            long first = lease.holder().state().leaseUntil();

            until(() -> state().leaseUntil() > first + 100_000);

            assertThat(lease.lost()).isEmpty();
        }
    }

    @Test
    void heartbeat_afterAnotherTookOver_isLost() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMillis(60))).orElseThrow()) {
            other();

            until(() -> lease.lost().isPresent());

            assertThatThrownBy(lease::requireHeld)
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("held by elsewhere/1");
        }
        assertThat(state().holder()).isEqualTo("elsewhere/1");
    }

    @Test
    void heartbeat_diesOfMemory_isNoSecret() throws InterruptedException {
        BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> uncaught.add(error));
        try (HeldLease lease = HeldLease.take(request(Duration.ofMillis(60))).orElseThrow()) {
            memory.set(false);

            assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
            assertThat(lease.lost()).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void heartbeat_withoutAnswer_isSaidOnceAnOutage() {
        try (HeldLease lease = HeldLease.take(request(Duration.ofMillis(60))).orElseThrow()) {
            answers.set(false);
            until(() -> asked.get() > 5);
            answers.set(true);
            until(() -> log.size() == 2);

            assertThat(log).containsExactly("cannot renew the lease now: no answer", "the lease is renewed again");
            assertThat(lease.lost()).isEmpty();
        }
    }

    @Test
    void close_storeHangs_endsAllTheSame() {
        HeldLease lease = HeldLease.take(request(Duration.ofMinutes(1))).orElseThrow();
        CountDownLatch answer = new CountDownLatch(1);
        hang.set(answer);

        lease.close();

        answer.countDown();
        assertThat(log).containsExactly("the lease could not be given back; it runs out by itself");
    }

    /** The control row behind a store that may not answer, or have no memory. */
    private ControlStore store() {
        return new ControlStore() {
            @Override
            public Optional<PipelineState> read(String pipeline) {
                return control.read(pipeline);
            }

            @Override
            public boolean swap(PipelineState expected, PipelineState next) {
                asked.incrementAndGet();
                if (!memory.get()) {
                    throw new OutOfMemoryError("Java heap space");
                }
                if (!answers.get()) {
                    throw new IllegalStateException("no answer");
                }
                try {
                    hang.get().await();
                } catch (InterruptedException stop) {
                    throw new IllegalStateException(stop);
                }
                return control.swap(expected, next);
            }

            @Override
            public void append(String pipeline, BatchEntry entry) {
                control.append(pipeline, entry);
            }

            @Override
            public List<BatchEntry> history(String pipeline, int max) {
                return control.history(pipeline, max);
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    private HeldLease.Request request(Duration duration) {
        return new HeldLease.Request(store(), "visits", duration, CLOCK, log::add);
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
