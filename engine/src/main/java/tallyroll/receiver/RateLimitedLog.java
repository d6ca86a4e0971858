package tallyroll.receiver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells people of something that may happen thousands of times: at once, and then at most every ten seconds, with the number. */
public final class RateLimitedLog {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String message;
    private final Consumer<String> notices;
    private final LongSupplier nanos;
    private final AtomicLong listener;
    private final AtomicLong untold = new AtomicLong();

    /** @param nanos a clock that only goes forward, such as {@link System#nanoTime} */
    public RateLimitedLog(String message, Consumer<String> notices, LongSupplier nanos) {
        this.message = message;
        this.notices = notices;
        this.nanos = nanos;
        listener = new AtomicLong(nanos.getAsLong() - QUIET_NANOS);
    }

    public void happened() {
        untold.incrementAndGet();
        long now = nanos.getAsLong();
        long last = listener.get();
        if (now - last >= QUIET_NANOS && listener.compareAndSet(last, now)) {
            long times = untold.getAndSet(0);
            notices.accept(times == 1 ? message : message + " (" + times + " times)");
        }
    }
}
