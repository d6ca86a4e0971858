package tallyroll.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tallyroll.control.Acquisition;
import tallyroll.control.ControlStore;
import tallyroll.control.FencedException;
import tallyroll.control.LeaseHolder;
import tallyroll.process.ProcessName;
import tallyroll.retry.Retries;
import tallyroll.retry.Waits;
import tallyroll.run.RunOptions.Role;
import tallyroll.time.Micros;

/**
 * A pipeline's lease in the hands of this process: renewed by a heartbeat while this is open, given back when it is closed.
 *
 * <p>A heartbeat that gets no answer is only logged, once an outage: the lease may run out while the store is away, and the next
 * claim or commit finds out. One that finds another holder ends the heartbeat, and whoever works here stops at the next look at {@link #lost}.
 */
final class HeldLease implements AutoCloseable {
    private static final int HEARTBEATS_A_LEASE = 3;
    /** While the lease is waited for. */
    private static final Duration LINE_EVERY = Duration.ofMinutes(1);

    private final LeaseHolder holder;
    private final Consumer<String> log;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(HeldLease::daemon);
    private final ScheduledFuture<?> heartbeat;
    private volatile FencedException lost;
    private boolean unanswered;

    /**
     * What is asked for.
     *
     * @param duration how long a silent holder keeps others out
     * @param log takes what goes wrong with it, a line each
     */
    record Request(ControlStore store, String pipeline, Duration duration, InstantSource clock, Consumer<String> log) {
        private Acquisition ask() {
            return LeaseHolder.acquire(store, pipeline, ProcessName.ours(), duration, clock, ProcessName::gone);
        }
    }

    private HeldLease(LeaseHolder holder, Request request) {
        this.holder = holder;
        log = request.log();
        long period = Math.max(1, request.duration().toMillis() / HEARTBEATS_A_LEASE);
        heartbeat = heart.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lease as soon as nobody else holds it. Says whom it waits for, and again every minute.
     *
     * @throws InterruptedException when interrupted, or stopped, while another holds it
     */
    static HeldLease await(Request request, Role role, BooleanSupplier stopped) throws InterruptedException {
        String waitingFor = "";
        Instant nextLine = Instant.MIN;
        while (!stopped.getAsBoolean()) {
            Acquisition answer = request.ask();
            if (answer instanceof Acquisition.Acquired acquired) {
                return new HeldLease(acquired.driver(), request);
            }
            Acquisition.Held held = (Acquisition.Held) answer;
            Instant now = request.clock().instant();
            if (!waitingFor.equals(held.holder()) || !now.isBefore(nextLine)) {
                waitingFor = held.holder();
                nextLine = now.plus(LINE_EVERY);
                request.log().accept(waiting(role, request.pipeline(), held));
            }
            Retries.LEASE.sleepAfter(1);
        }
        throw new InterruptedException("stopped while waiting for the lease");
    }

    private static String waiting(Role role, String pipeline, Acquisition.Held held) {
        String holds = held.holder() + " holds it until " + until(held) + " unless it renews";
        return role == Role.STANDBY
                ? "standing by for the lease of \"" + pipeline + "\": " + holds
                : "waiting for the lease of \"" + pipeline + "\": " + holds
                        + "; say --standby if this driver is meant to take over when that one ends";
    }

    /** Takes the lease now; empty when another holds it. */
    static Optional<HeldLease> take(Request request) {
        return request.ask() instanceof Acquisition.Acquired acquired
                ? Optional.of(new HeldLease(acquired.driver(), request))
                : Optional.empty();
    }

    LeaseHolder holder() {
        return holder;
    }

    /** Why it is held no more; empty while, for all that is known here, it is. */
    Optional<FencedException> lost() {
        return Optional.ofNullable(lost);
    }

    /** @throws FencedException when it is lost */
    void requireHeld() {
        if (lost != null) {
            throw lost;
        }
    }

    @Override
    public void close() {
        // not interrupted: a renewal under way ends, and the lease is given back after it
        heartbeat.cancel(false);
        Future<?> released = heart.submit(holder::release);
        heart.shutdown();
        try {
            released.get(Waits.LEASE_RELEASE.millis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException unreachable) {
            // whatever ended the work matters more; the lease runs out by itself
            log.accept("the lease could not be given back; it runs out by itself");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        try {
            holder.renew();
            if (unanswered) {
                unanswered = false;
                log.accept("the lease is renewed again");
            }
        } catch (FencedException taken) {
            lost = taken;
            heartbeat.cancel(false);
        } catch (RuntimeException unreachable) {
            if (!unanswered) {
                unanswered = true;
                log.accept("cannot renew the lease now: " + unreachable.getMessage());
            }
        } catch (Error dying) {
            // an executor keeps it to itself, and without renewals this process must not go on
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, dying);
        }
    }

    private static Instant until(Acquisition.Held held) {
        return Micros.toInstant(Micros.wholeMillis(held.untilMicros()));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "tallyroll-lease");
        thread.setDaemon(true);
        return thread;
    }
}
