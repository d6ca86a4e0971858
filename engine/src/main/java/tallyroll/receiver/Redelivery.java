package tallyroll.receiver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import tallyroll.retry.Backoff;

/**
 * Brings one connection's batches into a sink, on that connection's own thread, which waits here: for room, and until batches are
 * safe. What failed is offered again after a pause, see {@link InFlight}, until the receiver's end has begun; what fails then is
 * given up, and its sender is not told that it was taken.
 */
public final class Redelivery {
    private static final Duration STEP = Duration.ofMillis(200);

    private final EventSink sink;
    private final ShutdownDeadline deadline;
    private final Backoff backoff;
    private final Listener listener;
    private final InFlight<Sender> inFlight;
    private long givenUp;

    /** Told what keeps batches from being safe, each time. */
    public interface Listener {
        void full();

        /** @param pause after which it is offered again */
        void failed(EventBatch batch, Throwable why, Duration pause);
    }

    /** No batch is acknowledged by itself. */
    private enum Sender {
        OF_THE_CONNECTION
    }

    public Redelivery(EventSink sink, ShutdownDeadline deadline, Backoff backoff, Listener listener) {
        this.sink = sink;
        this.deadline = deadline;
        this.backoff = backoff;
        this.listener = listener;
        inFlight = new InFlight<>(sink, done -> {});
    }

    /** Batches in flight. */
    public int size() {
        return inFlight.size();
    }

    /** Whether the oldest is safe, or has failed. */
    public boolean isOldestDone() {
        return inFlight.oldest()
                .flatMap(InFlight.Entry::stage)
                .filter(CompletableFuture::isDone)
                .isPresent();
    }

    /** Events of which it is not known that they are safe. */
    public long unsafeEvents() {
        return givenUp + inFlight.unsafeEvents();
    }

    /**
     * Offers a batch, and waits while there is no room.
     *
     * @param giveUp asked now and then: whether to wait no longer
     * @return false if the waiting was given up
     */
    public boolean offer(EventBatch batch, BooleanSupplier giveUp) throws InterruptedException {
        inFlight.add(batch, Sender.OF_THE_CONNECTION);
        return offerWaiting(giveUp);
    }

    private boolean offerWaiting(BooleanSupplier giveUp) throws InterruptedException {
        Optional<InFlight.Entry<Sender>> refused = inFlight.offerWaiting();
        while (refused.isPresent()) {
            listener.full();
            if (giveUp.getAsBoolean()) {
                return false;
            }
            sink.awaitRoom(refused.get().batch().weight(), STEP);
            refused = inFlight.offerWaiting();
        }
        return true;
    }

    /**
     * Looks at what was offered: forgets what is safe, offers again what failed.
     *
     * @return false if waiting for room was given up
     */
    public boolean settle(BooleanSupplier giveUp) throws InterruptedException {
        while (isOldestDone()) {
            if (inFlight.removeSafe().isEmpty()) {
                retryOldest();
                if (giveUp.getAsBoolean() || !offerWaiting(giveUp)) {
                    return false;
                }
            } else {
                backoff.reset();
            }
        }
        return offerWaiting(giveUp);
    }

    private void retryOldest() throws InterruptedException {
        if (deadline.hasBegun()) {
            givenUp += inFlight.removeOldest().batch().count();
            return;
        }
        InFlight.Entry<Sender> failed = inFlight.oldest().orElseThrow();
        Duration pause = backoff.next();
        listener.failed(failed.batch(), failed.failure().orElseThrow(), pause);
        deadline.pause(pause);
        inFlight.retry(failed);
    }

    /**
     * Waits until so many batches at most are not safe.
     *
     * @param giveUp asked now and then: whether to wait no longer
     * @return false if that was given up, or a batch was
     */
    public boolean awaitSafe(int max, BooleanSupplier giveUp) throws InterruptedException {
        while (settle(giveUp) && inFlight.size() > max && !giveUp.getAsBoolean()) {
            awaitOldest();
        }
        return inFlight.size() <= max && givenUp == 0;
    }

    private void awaitOldest() throws InterruptedException {
        try {
            CompletableFuture<Void> stage =
                    inFlight.oldest().flatMap(InFlight.Entry::stage).orElseThrow();
            stage.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException later) {
            // settle() and the caller look at what became of it
        }
    }
}
