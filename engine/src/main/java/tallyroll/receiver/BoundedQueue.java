package tallyroll.receiver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The bounded room of an {@link EventSink}: items in the order in which they were taken, and the bytes they may have together. Any
 * thread may offer; one thread at a time consumes.
 *
 * <p>The protocol. An item is taken if it fits, or if nothing else takes room: one that is larger than the whole bound must have
 * its turn too. An item that was polled takes no room any more; what was drained takes its room until it is released, for its
 * consumer still holds it. While suspended, and once closed, nothing is taken; the consumer still gets what is there.
 */
public final class BoundedQueue<T> {
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Deque<Held<T>> held = new ArrayDeque<>();
    private long bytes;
    private boolean suspended;
    private boolean closed;
    private boolean woken;

    private record Held<T>(T item, long weight) {}

    /** @param maxBytes of all items together */
    public BoundedQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes an item if there is room, without waiting.
     *
     * @param weight of the item, bytes
     * @param item makes it; called only if there is room, and in the order of the queue, so it may number what it makes
     */
    public Optional<T> offer(long weight, Supplier<T> item) {
        lock.lock();
        try {
            if (suspended || closed || !fits(weight)) {
                return Optional.empty();
            }
            T taken = item.get();
            held.add(new Held<>(taken, weight));
            bytes += weight;
            work.signal();
            return Optional.of(taken);
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long weight) {
        return bytes == 0 || bytes + weight <= maxBytes;
    }

    /**
     * Waits until an item of this weight would be taken.
     *
     * @return false if the patience ended first, or the queue is closed
     */
    public boolean awaitRoom(long weight, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && (suspended || !fits(weight))) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is an item, the queue is closed, somebody calls {@link #wake}, or so many nanoseconds are over. */
    public void awaitItem(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (held.isEmpty() && !closed && !woken && left > 0) {
                left = work.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the consumer's wait, or its next one if it does not wait now. */
    public void wake() {
        locked(() -> {
            woken = true;
            work.signal();
        });
    }

    public boolean isEmpty() {
        return locked(held::isEmpty);
    }

    /** The oldest item, which stays here. */
    public Optional<T> peek() {
        return locked(() -> Optional.ofNullable(held.peek()).map(Held::item));
    }

    /** The oldest item, and its room is free. */
    public Optional<T> poll() {
        return locked(() -> {
            Optional<Held<T>> oldest = Optional.ofNullable(held.poll());
            oldest.ifPresent(polled -> free(polled.weight()));
            return oldest.map(Held::item);
        });
    }

    /** All items, which stay here. */
    public List<T> items() {
        return locked(() -> held.stream().map(Held::item).toList());
    }

    /** All items, oldest first. Their room stays taken until {@link #release}. */
    public List<T> drain() {
        return locked(() -> {
            List<T> drained = new ArrayList<>(held.size());
            held.forEach(each -> drained.add(each.item()));
            held.clear();
            return drained;
        });
    }

    /** Frees the room of items that were drained. */
    public void release(long weight) {
        locked(() -> free(weight));
    }

    private void free(long weight) {
        bytes -= weight;
        room.signalAll();
    }

    /** Takes nothing until {@link #resume}. */
    public void suspend() {
        locked(() -> suspended = true);
    }

    public void resume() {
        locked(() -> {
            suspended = false;
            room.signalAll();
        });
    }

    /** Takes nothing from now on; whoever waits stops waiting. */
    public void close() {
        locked(() -> {
            closed = true;
            room.signalAll();
            work.signal();
        });
    }

    public boolean isClosed() {
        return locked(() -> closed);
    }

    /** Closed, and the consumer has got everything. */
    public boolean isExhausted() {
        return locked(() -> closed && held.isEmpty());
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private <R> R locked(Supplier<R> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
