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
 * <p>Parcels keep their order, unless one fails; then it comes behind those that were offered meanwhile. At most {@link #MOST} are
 * waited for at a time. One thread.
 */
final class Delivery {
    private static final int MOST = 64;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Inlet inlet;
    private final Closing closing;
    private final Pauses pauses;
    private final Recurring full;
    private final Recurring failing;
    private final Deque<Offered> offered = new ArrayDeque<>();
    private long abandoned;

    private record Offered(Parcel parcel, CompletableFuture<Void> stage) {}

    /** @param full told when there is no room; @param failing told when a stage fails */
    Delivery(Inlet inlet, Closing closing, Pauses pauses, Recurring full, Recurring failing) {
        this.inlet = inlet;
        this.closing = closing;
        this.pauses = pauses;
        this.full = full;
        this.failing = failing;
    }

    /** Returns once the parcel is taken, which may take as long as the inlet is full. */
    void hand(Parcel parcel) throws InterruptedException {
        offer(parcel);
        settle();
        while (offered.size() >= MOST && !closing.isOver()) {
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

    private void offer(Parcel parcel) throws InterruptedException {
        Optional<CompletionStage<Void>> taken = inlet.offer(parcel);
        while (taken.isEmpty() && !closing.isOver()) {
            full.happened();
            inlet.awaitRoom(LOOK);
            taken = inlet.offer(parcel);
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
