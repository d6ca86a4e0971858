package tallyroll.buffer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tallyroll.bytes.ByteWriter;
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
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Held> held = new ArrayDeque<>();
    private long bytes;
    private long next;
    private long released;

    private record Held(long first, EventBatch batch) {
        long end() {
            return first + batch.count();
        }
    }

    Buffer(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Optional<CompletionStage<Void>> offer(EventBatch batch) {
        lock.lock();
        try {
            // one that is larger than all there is must have its turn too
            if (bytes + batch.weight() > maxBytes && !held.isEmpty()) {
                return Optional.empty();
            }
            if (batch.count() > 0) {
                held.add(new Held(next, batch));
                bytes += batch.weight();
                next += batch.count();
            }
            return Optional.of(CompletableFuture.completedFuture(null));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitRoom(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (bytes >= maxBytes / 10 * 9) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The first position that is still here. */
    long start() {
        lock.lock();
        try {
            return released;
        } finally {
            lock.unlock();
        }
    }

    /** One past the last position. */
    long end() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The events at {@code [from, until)}, each with its length before it as a varint, see {@link InMemoryCursor}. */
    byte[] packed(long from, long until) {
        ByteWriter out = new ByteWriter(1 << 16);
        lock.lock();
        try {
            if (from < released || until > next) {
                throw new IllegalArgumentException("positions " + from + " to " + (until - 1)
                        + " are not in memory: here are " + released + " to " + (next - 1));
            }
            for (Held batch : held) {
                long end = Math.min(until, batch.end());
                for (long at = Math.max(from, batch.first()); at < end; at++) {
                    int event = (int) (at - batch.first());
                    out.writeBytes(batch.batch().event(event));
                }
            }
        } finally {
            lock.unlock();
        }
        return out.toByteArray();
    }

    /** Forgets the events before a position. */
    void release(long before) {
        lock.lock();
        try {
            released = Math.max(released, Math.min(before, next));
            while (!held.isEmpty() && held.peek().end() <= released) {
                bytes -= held.remove().batch().weight();
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
