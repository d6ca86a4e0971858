package tallyroll.jms;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.ReceiverContext;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Backoff;

/**
 * Batchs that were offered and whose sender was not told yet, oldest first. For one thread, which waits here.
 *
 * <p>A batch whose stage failed is offered again from memory rather than fetched again from the broker. To the events it is the
 * same, they may come twice; but brokers count deliveries and put a message aside after some, and storage that is away for an hour
 * must not cost a single one.
 */
final class InFlight {
    private static final Duration STEP = Duration.ofMillis(200);

    private final ReceiverContext context;
    private final RateLimitedLog full;
    private final ShutdownDeadline deadline;
    private final Backoff backoff;
    private final Queue<Offered> offered = new ArrayDeque<>();

    InFlight(ReceiverContext context, RateLimitedLog full, ShutdownDeadline deadline, Backoff backoff) {
        this.context = context;
        this.full = full;
        this.deadline = deadline;
        this.backoff = backoff;
    }

    private record Offered(EventBatch batch, CompletionStage<Void> stage) {}

    int count() {
        return offered.size();
    }

    /** Whether the oldest has been taken, or has failed. */
    boolean oldestIsDone() {
        return !offered.isEmpty()
                && offered.element().stage().toCompletableFuture().isDone();
    }

    /**
     * Offers a batch, and waits while there is no room.
     *
     * @param lost whether there is nobody left to acknowledge to
     * @return false if that came first, or the receiver's end
     */
    boolean offer(EventBatch batch, BooleanSupplier lost) throws InterruptedException {
        Optional<CompletionStage<Void>> stage = context.sink().offer(batch);
        while (stage.isEmpty()) {
            full.happened();
            if (lost.getAsBoolean() || deadline.hasBegun()) {
                return false;
            }
            if (context.sink().awaitRoom(batch.weight(), STEP)) {
                stage = context.sink().offer(batch);
            }
        }
        offered.add(new Offered(batch, stage.get()));
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
                backoff.reset();
            } catch (TimeoutException notYet) {
                if (lost.getAsBoolean() || deadline.isOver()) {
                    return false;
                }
            } catch (ExecutionException failed) {
                offered.remove();
                Duration pause = backoff.next();
                context.notice("jms: " + oldest.batch().count() + " events could not be taken in (" + failed.getCause()
                        + "); they are offered again in " + pause.toMillis() + " ms");
                deadline.pause(pause);
                if (!offer(oldest.batch(), lost)) {
                    return false;
                }
            }
        }
        return true;
    }
}
