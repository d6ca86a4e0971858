package tallyroll.receiver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where a receiver puts what it got: the memory of a receiver without a log, a write-ahead log, or the counters of a plain client.
 * Bounded; safe for use by many threads.
 *
 * <p>The protocol. A batch is taken whole or not at all, and batches keep the order in which they were taken. The sender may be
 * told "received" once the stage of its batch has completed, and never before: until then a crash may lose it. A stage that
 * completes exceptionally means that nothing is known of its events (rule R15): the sender must not be told so, and may send them
 * again. A refusal (empty) means that nothing was taken: push back, do not drop.
 */
public interface EventSink {
    /**
     * Takes a batch, without waiting.
     *
     * @return a stage that completes once the events are as safe as the strategy promises; empty when there is no room
     */
    Optional<CompletionStage<Void>> offer(EventBatch batch);

    /**
     * Waits until a batch of this weight is likely to be taken: it will be, unless another comes first.
     *
     * @param weight of the batch, bytes, see {@link EventBatch#weight}
     * @return false if the patience ended first, or nothing will be taken any more
     */
    boolean awaitRoom(long weight, Duration patience) throws InterruptedException;
}
