package tallyroll.receiver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says to the threads of a receiver that it is to end, and how long they may still take. Safe for use by many threads. */
public final class ShutdownDeadline {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Duration grace;

    /** Of {@link System#nanoTime}; of meaning once begun. */
    private volatile long end;

    public ShutdownDeadline(Duration grace) {
        this.grace = grace;
    }

    public void begin() {
        end = System.nanoTime() + grace.toNanos();
        begun.countDown();
    }

    public boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Whether the time that was left to finish is over. */
    public boolean isOver() {
        return hasBegun() && System.nanoTime() - end > 0;
    }

    /** Waits, but not beyond the beginning of the end. */
    public void pause(Duration length) throws InterruptedException {
        begun.await(length.toNanos(), TimeUnit.NANOSECONDS);
    }
}
