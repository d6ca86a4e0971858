package tallyroll.receiver;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells a receiver's threads that it is to end. From then on nothing is received, and for a few seconds what was offered may still
 * become safe and be acknowledged.
 */
final class Ending {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanos;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile long askedAt;

    /** @param nanos a clock that only goes forward, such as {@link System#nanoTime} */
    Ending(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void begin() {
        askedAt = nanos.getAsLong();
        begun.countDown();
    }

    boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Whether there is no more time for acknowledgements. */
    boolean isOver() {
        return hasBegun() && nanos.getAsLong() - askedAt > GRACE_NANOS;
    }

    /** Waits, but not on once the end has begun. */
    void pause(long millis) throws InterruptedException {
        begun.await(millis, TimeUnit.MILLISECONDS);
    }
}
