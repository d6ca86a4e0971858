package tallyroll.wal;

import java.time.Duration;
import java.util.function.LongSupplier;
import tallyroll.retry.Retries;
import tallyroll.retry.RetryPolicy;

/**
 * How often a writer shows that it lives, and when others may conclude that it does not.
 *
 * <p>A log has no lock, only times. A writer acknowledges nothing once {@code lease} has passed since it last showed itself, and
 * goes on in a new log. Readers take a log for dead when they have watched it for {@code death} without a sign. Since {@code
 * death} is several times {@code lease}, whatever is acknowledged was durable before any reader gave the log up, so nothing
 * acknowledged stands behind a reader's last look. Each side measures spans on its own clock: clocks need not agree.
 *
 * @param beat between two signs of life
 * @param retry when the directory is tried again after a failed flush
 * @param nanos a monotonic clock, as {@link System#nanoTime}
 */
record HeartbeatTiming(Duration beat, Duration lease, Duration death, RetryPolicy retry, LongSupplier nanos) {
    static final HeartbeatTiming USUAL = new HeartbeatTiming(
            Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(60), Retries.WAL_WRITE, System::nanoTime);

    HeartbeatTiming {
        if (death.compareTo(lease.multipliedBy(2)) < 0 || lease.compareTo(beat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a beat of " + beat + ", a lease of " + lease + " and a death of "
                    + death + " are too close: each must be at least twice the one before");
        }
    }

    boolean passed(Duration span, long sinceNanos) {
        return nanos.getAsLong() - sinceNanos > span.toNanos();
    }
}
