package tallyroll.socket;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventSink;
import tallyroll.receiver.RateLimitedLog;
import tallyroll.receiver.ShutdownDeadline;
import tallyroll.retry.Backoff;

/**
 * Hands batches on for a sender that cannot send again: waits for room, and offers a batch again whose stage failed, until it is
 * taken. Of such a batch nothing is known (rule R15), so its events may be there twice.
 *
 * <p>Batches keep their order, unless one fails; then it comes behind those that were offered meanwhile. At most {@link #MAX} are
 * waited for at a time. One thread.
 */
final class Redelivery {
    private static final int MAX = 64;
    private static final Duration LOOK = Duration.ofMillis(200);

    private final EventSink sink;
    private final ShutdownDeadline deadline;
    private final Backoff backoff;
    private final RateLimitedLog full;
    private final RateLimitedLog failing;
    private final Deque<Offered> offered = new ArrayDeque<>();
    private long abandoned;

    private record Offered(EventBatch batch, CompletableFuture<Void> stage) {}

    /** @param full told when there is no room; @param failing told when a stage fails */
    Redelivery(
            EventSink sink, ShutdownDeadline deadline, Backoff backoff, RateLimitedLog full, RateLimitedLog failing) {
        this.sink = sink;
        this.deadline = deadline;
        this.backoff = backoff;
        this.full = full;
        this.failing = failing;
    }

    /** Returns once the batch is taken, which may take as long as the sink is full. */
    void hand(EventBatch batch) throws InterruptedException {
        offer(batch);
        settle();
        while (offered.size() >= MAX && !deadline.isOver()) {
            awaitOldest();
            settle();
        }
    }

    /** Looks at what was offered: forgets what is kept, offers again what failed. */
    void settle() throws InterruptedException {
        while (!offered.isEmpty() && offered.peek().stage().isDone()) {
            Offered oldest = offered.remove();
            if (!oldest.stage().isCompletedExceptionally()) {
                backoff.reset();
                continue;
            }
            if (deadline.hasBegun()) {
                abandoned += oldest.batch().count();
                continue;
            }
            failing.happened();
            deadline.pause(backoff.next());
            offer(oldest.batch());
        }
    }

    /** Waits, as long as the closing leaves time, until all is kept. Returns the number of events of which that is not known. */
    long finish() throws InterruptedException {
        while (!offered.isEmpty() && !deadline.isOver()) {
            awaitOldest();
            settle();
        }
        return abandoned
                + offered.stream().mapToLong(one -> one.batch().count()).sum();
    }

    private void offer(EventBatch batch) throws InterruptedException {
        Optional<CompletionStage<Void>> taken = sink.offer(batch);
        while (taken.isEmpty() && !deadline.isOver()) {
            full.happened();
            sink.awaitRoom(batch.weight(), LOOK);
            taken = sink.offer(batch);
        }
        if (taken.isPresent()) {
            offered.add(new Offered(batch, taken.get().toCompletableFuture()));
        } else {
            abandoned += batch.count();
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
