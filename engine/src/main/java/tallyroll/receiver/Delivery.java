package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands parcels on for a sender that cannot send again: waits for room, and offers a parcel again whose stage failed, until it is
 * taken. Of such a parcel nothing is known (rule R15), so its events may be there twice.
 *
 * <p>Parcels keep their order, unless one fails; then it comes behind those that were offered meanwhile. At most {@link #MAX} are
 * waited for at a time. One thread.
 */
final class Delivery {
    private static final int MAX = 64;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final EventSink sink;
    private final ShutdownDeadline closing;
    private final Backoff pauses;
    private final RateLimitedLog full;
    private final RateLimitedLog failing;
    private final Deque<Offered> offered = new ArrayDeque<>();
    private long abandoned;

    private record Offered(EventBatch parcel, CompletableFuture<Void> stage) {}

    /** @param full told when there is no room; @param failing told when a stage fails */
    Delivery(EventSink sink, ShutdownDeadline closing, Backoff pauses, RateLimitedLog full, RateLimitedLog failing) {
        this.sink = sink;
        this.closing = closing;
        this.pauses = pauses;
        this.full = full;
        this.failing = failing;
    }

    /** Returns once the parcel is taken, which may take as long as the inlet is full. */
    void hand(EventBatch parcel) throws InterruptedException {
        offer(parcel);
        settle();
        while (offered.size() >= MAX && !closing.isOver()) {
            awaitOldest();
            settle();
        }
    }

    /** Looks at what was offered: forgets what is kept, offers again what failed. */
    void settle() throws InterruptedException {
        while (!offered.isEmpty() && offered.peek().stage().isDone()) {
            Offered oldest = offered.remove();
            if (!oldest.stage().isCompletedExceptionally()) {
                pauses.reset();
                continue;
            }
            if (closing.hasBegun()) {
                abandoned += oldest.parcel().count();
                continue;
            }
            failing.happened();
            closing.pause(pauses.next());
            offer(oldest.parcel());
        }
    }

    /** Waits, as long as the closing leaves time, until all is kept. Returns the number of events of which that is not known. */
    long finish() throws InterruptedException {
        while (!offered.isEmpty() && !closing.isOver()) {
            awaitOldest();
            settle();
        }
        return abandoned
                + offered.stream().mapToLong(one -> one.parcel().count()).sum();
    }

    private void offer(EventBatch parcel) throws InterruptedException {
        Optional<CompletionStage<Void>> taken = sink.offer(parcel);
        while (taken.isEmpty() && !closing.isOver()) {
            full.happened();
            sink.awaitRoom(LOOK);
            taken = sink.offer(parcel);
        }
        if (taken.isPresent()) {
            offered.add(new Offered(parcel, taken.get().toCompletableFuture()));
        } else {
            abandoned += parcel.count();
        }
    }

    private void awaitOldest() throws InterruptedException {
        try {
            offered.element().stage().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException later) {
            // settle() and the caller look at what became of it
        }
    }
}
