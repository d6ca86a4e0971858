package tallyroll.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Waits out servers that are away: what failed for that reason is tried again, with rests that grow; a sentence says so at once and
 * then now and then; and after a limit it fails. What is an outage, {@link Outage} says; every other failure goes through at once.
 *
 * <p>A server that answered and is away again within {@link #SAME} has had one outage, not two: neither its rests nor the limit
 * begin again, or a server that answers pings and nothing else would be waited for, for ever, at full speed.
 *
 * <p>Used by one thread; {@link #waiting} may be asked by others.
 */
public final class Patience {
    /** Waits as long as it takes. */
    public static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final Duration SAME = Duration.ofMinutes(1);
    private static final Duration FIRST_REMINDER = Duration.ofSeconds(10);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Duration limit;
    private final StopSignal stop;
    private final InstantSource clock;
    private final Consumer<String> lines;
    private final Backoff backoff;
    private volatile boolean waiting;
    private Instant since = Instant.EPOCH;
    private Instant answered = Instant.MIN;
    private Instant nextLine = Instant.MIN;
    private Duration silence = FIRST_REMINDER;
    private String server = "";

    /**
     * What is tried.
     *
     * @param <T> what it gives
     */
    public interface Attempt<T> {
        T run() throws InterruptedException;
    }

    /**
     * @param limit of one outage; {@link #FOR_EVER}
     * @param stop ends a wait, which then fails
     * @param lines takes what people hear of it
     */
    public Patience(RetryPolicy policy, Duration limit, StopSignal stop, InstantSource clock, Consumer<String> lines) {
        this.limit = limit;
        this.stop = stop;
        this.clock = clock;
        this.lines = lines;
        backoff = policy.backoff(RandomGenerator.getDefault());
    }

    /**
     * Tries until it succeeds.
     *
     * @throws OutageException when the limit is over, or the signal to stop was given
     */
    public <T> T insist(Attempt<T> attempt) throws InterruptedException {
        while (true) {
            try {
                T result = attempt.run();
                answered();
                return result;
            } catch (RuntimeException failure) {
                after(failure);
            }
        }
    }

    /**
     * Rests after a failure; returns when it is time to try again.
     *
     * @throws OutageException when the limit is over, or the signal to stop was given
     * @throws RuntimeException the failure itself, where it is no outage
     */
    public void after(RuntimeException failure) throws InterruptedException {
        Outage outage = Outage.of(failure).orElseThrow(() -> failure);
        Instant now = clock.instant();
        if (!outage.server().equals(server) || (!waiting && now.isAfter(answered.plus(SAME)))) {
            begin(outage, now);
        }
        waiting = true;
        if (Duration.between(since, now).compareTo(limit) >= 0) {
            throw over(
                    outage,
                    "Waited for " + server + " for " + seconds(now) + ", as long as --patience allows.",
                    failure);
        }
        say(outage, now);
        if (stop.givenWithin(shorter(backoff.next(), limit.minus(Duration.between(since, now))))) {
            throw over(outage, "Stopped while waiting for " + server + ".", failure);
        }
    }

    /** Whether something is away at this moment. */
    public boolean waiting() {
        return waiting;
    }

    private void begin(Outage outage, Instant now) {
        server = outage.server();
        since = now;
        nextLine = now;
        silence = FIRST_REMINDER;
        backoff.reset();
    }

    private void say(Outage outage, Instant now) {
        if (now.isBefore(nextLine)) {
            return;
        }
        lines.accept(
                now.equals(since)
                        ? "not ready, waiting for " + server + until() + ": " + outage.message()
                        : "still waiting for " + server + ", away for " + seconds(now) + until());
        nextLine = now.plus(silence);
        silence = shorter(silence.multipliedBy(2), LONGEST_SILENCE);
    }

    private String until() {
        return limit.equals(FOR_EVER) ? "" : " until " + since.plus(limit).truncatedTo(ChronoUnit.SECONDS);
    }

    private void answered() {
        if (waiting) {
            waiting = false;
            answered = clock.instant();
            lines.accept(server + " answers again, after " + seconds(answered));
        }
    }

    private OutageException over(Outage outage, String ending, RuntimeException failure) {
        waiting = false;
        return new OutageException(outage.message() + " " + ending, failure);
    }

    private String seconds(Instant now) {
        return "%,d s".formatted(Duration.between(since, now).toSeconds());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
