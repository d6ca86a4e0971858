package tallyroll.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventSink;

/** Brings batches into a sink that may be full for a moment. Only so many may wait at a time, so that not every thread does. */
final class RequestLimiter {
    private final EventSink sink;
    private final Duration patience;
    private final Semaphore waiting;

    RequestLimiter(EventSink sink, Duration patience, int maxWaiting) {
        this.sink = sink;
        this.patience = patience;
        waiting = new Semaphore(maxWaiting);
    }

    /** What {@link EventSink#offer} says; empty when there was no room until the patience ended, or too many wait already. */
    Optional<CompletionStage<Void>> take(EventBatch batch) throws InterruptedException {
        Optional<CompletionStage<Void>> taken = sink.offer(batch);
        if (taken.isPresent() || !waiting.tryAcquire()) {
            return taken;
        }
        try {
            long begin = System.nanoTime();
            while (taken.isEmpty()) {
                Duration left = patience.minusNanos(System.nanoTime() - begin);
                if (left.isNegative() || left.isZero() || !sink.awaitRoom(batch.weight(), left)) {
                    break;
                }
                taken = sink.offer(batch);
            }
            return taken;
        } finally {
            waiting.release();
        }
    }
}
