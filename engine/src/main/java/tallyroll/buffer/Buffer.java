package tallyroll.buffer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tallyroll.bytes.ByteWriter;
import tallyroll.receiver.BoundedQueue;
import tallyroll.receiver.EventBatch;
import tallyroll.receiver.EventSink;

/**
 * The sink of a receiver without a log: events wait here, in memory, until a batch that has them is committed. Each has a
 * position, 0, 1, 2 …
 *
 * <p>A batch is as safe as it will ever be once it is in here, so its stage is complete at once; when the process dies, it is
 * gone. That is what this ingestion mode promises and no more.
 */
final class Buffer implements EventSink {
    private final BoundedQueue<Held> held;

    /** Written under the queue's lock, when it takes a batch. */
    private volatile long next;

    private volatile long released;

    private record Held(long first, EventBatch batch) {
        long end() {
            return first + batch.count();
        }
    }

    Buffer(long maxBytes) {
        held = new BoundedQueue<>(maxBytes);
    }

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch batch) {
        if (batch.count() == 0) {
            return Optional.of(CompletableFuture.completedFuture(null));
        }
        return held.offer(batch.weight(), () -> place(batch)).map(taken -> CompletableFuture.completedFuture(null));
    }

    private Held place(EventBatch batch) {
        Held placed = new Held(next, batch);
        next = placed.end();
        return placed;
    }

    @Override
    public boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
        return held.awaitRoom(weight, patience);
    }

    /** The first position that is still here. */
    long start() {
        return released;
    }

    /** One past the last position. */
    long end() {
        return next;
    }

    /** The events at {@code [from, until)}, each with its length before it as a varint, see {@link InMemoryCursor}. */
    synchronized byte[] packed(long from, long until) {
        if (from < released || until > next) {
            throw new IllegalArgumentException("positions " + from + " to " + (until - 1)
                    + " are not in memory: here are " + released + " to " + (next - 1));
        }
        ByteWriter out = new ByteWriter(1 << 16);
        for (Held batch : held.items()) {
            long end = Math.min(until, batch.end());
            for (long at = Math.max(from, batch.first()); at < end; at++) {
                out.writeBytes(batch.batch().event((int) (at - batch.first())));
            }
        }
        return out.toByteArray();
    }

    /** Forgets the events before a position. */
    synchronized void release(long before) {
        released = Math.max(released, Math.min(before, next));
        while (held.peek().filter(oldest -> oldest.end() <= released).isPresent()) {
            held.poll();
        }
    }
}
