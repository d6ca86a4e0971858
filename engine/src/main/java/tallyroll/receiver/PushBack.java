package tallyroll.receiver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Tells people that senders are pushed back: at once, and then at most every ten seconds, for it may happen thousands of times. */
final class PushBack {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Reception reception;
    private final String what;
    private final LongSupplier nanos;
    private final AtomicLong told;
    private final AtomicLong untold = new AtomicLong();

    /**
     * @param what happens to a sender, such as {@code a request was answered with 429}
     * @param nanos a clock that only goes forward, such as {@link System#nanoTime}
     */
    PushBack(Reception reception, String what, LongSupplier nanos) {
        this.reception = reception;
        this.what = what;
        this.nanos = nanos;
        told = new AtomicLong(nanos.getAsLong() - QUIET_NANOS);
    }

    void happened() {
        untold.incrementAndGet();
        long now = nanos.getAsLong();
        long last = told.get();
        if (now - last >= QUIET_NANOS && told.compareAndSet(last, now)) {
            long times = untold.getAndSet(0);
            reception.notice("no room for more events: " + what + (times == 1 ? "" : ", " + times + " times")
                    + "; the pipeline takes them more slowly than they come");
        }
    }
}
