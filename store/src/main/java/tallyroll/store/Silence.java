package tallyroll.store;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import tallyroll.retry.Retries;

/**
 * For how long Cassandra has not answered a session. A store that was silent for as long as one read is tried is down: further
 * reads fail at their first try, so that the tasks that Spark runs again do not each wait as long once more.
 */
final class Silence {
    private static final Duration LIMIT = Retries.STORE_READ.waits();

    private final LongSupplier nanos;
    private volatile OptionalLong since = OptionalLong.empty();

    /** @param nanos a clock as {@link System#nanoTime} */
    Silence(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param fault of a request, or null where it was answered */
    void heard(Throwable fault) {
        boolean answered = fault == null || !Answers.away(fault);
        if (answered != since.isEmpty()) {
            since = answered ? OptionalLong.empty() : OptionalLong.of(nanos.getAsLong());
        }
    }

    boolean tooLong() {
        OptionalLong began = since;
        return began.isPresent() && nanos.getAsLong() - began.getAsLong() >= LIMIT.toNanos();
    }
}
