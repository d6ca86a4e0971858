package tallyroll.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory of all request bodies together. Whoever takes more than is left is refused at once, so nobody waits for another. */
final class BodyMemory {
    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    BodyMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Bytes taken and not given back. */
    long taken() {
        return taken.get();
    }
}
