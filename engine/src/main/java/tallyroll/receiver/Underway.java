package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Parcels that were offered and whose sender was not told yet, oldest first. For one thread, which waits here.
 *
 * <p>A parcel whose stage failed is offered again from memory rather than fetched again from the broker. To the events it is the
 * same, they may come twice; but brokers count deliveries and put a message aside after some, and storage that is away for an hour
 * must not cost a single one.
 */
final class Underway {
    private static final Duration STEP = Duration.ofMillis(200);

    private final ReceiverContext reception;
    private final RateLimitedLog full;
    private final ShutdownDeadline closing;
    private final Backoff pauses;
    private final Queue<Offered> offered = new ArrayDeque<>();

    Underway(ReceiverContext reception, RateLimitedLog full, ShutdownDeadline closing, Backoff pauses) {
        this.reception = reception;
        this.full = full;
        this.closing = closing;
        this.pauses = pauses;
    }

    private record Offered(EventBatch parcel, CompletionStage<Void> stage) {}

    boolean isEmpty() {
        return offered.isEmpty();
    }

    int count() {
        return offered.size();
    }

    /** Whether the oldest has been taken, or has failed. */
    boolean oldestIsDone() {
        return !offered.isEmpty()
                && offered.element().stage().toCompletableFuture().isDone();
    }

    /**
     * Offers a parcel, and waits while there is no room.
     *
     * @param lost whether there is nobody left to acknowledge to
     * @return false if that came first, or the receiver's end
     */
    boolean offer(EventBatch parcel, BooleanSupplier lost) throws InterruptedException {
        Optional<CompletionStage<Void>> stage = reception.sink().offer(parcel);
        while (stage.isEmpty()) {
            full.happened();
            if (lost.getAsBoolean() || closing.hasBegun()) {
                return false;
            }
            if (reception.sink().awaitRoom(STEP)) {
                stage = reception.sink().offer(parcel);
            }
        }
        offered.add(new Offered(parcel, stage.get()));
        return true;
    }

    /**
     * Waits until all are safe, and offers those again that failed. Then none is under way.
     *
     * @param lost whether there is nobody left to acknowledge to
     * @return false if that came first, or the receiver's end
     */
    boolean awaitSafe(BooleanSupplier lost) throws InterruptedException {
        while (!offered.isEmpty()) {
            Offered oldest = offered.element();
            try {
                oldest.stage().toCompletableFuture().get(STEP.toMillis(), TimeUnit.MILLISECONDS);
                offered.remove();
                pauses.reset();
            } catch (TimeoutException notYet) {
                if (lost.getAsBoolean() || closing.isOver()) {
                    return false;
                }
            } catch (ExecutionException failed) {
                offered.remove();
                Duration pause = pauses.next();
                reception.notice("jms: " + oldest.parcel().count() + " events could not be taken in ("
                        + failed.getCause() + "); they are offered again in " + pause.toMillis() + " ms");
                closing.pause(pause);
                if (!offer(oldest.parcel(), lost)) {
                    return false;
                }
            }
        }
        return true;
    }
}
