package tallyroll.retry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * How often something is tried, and how long it rests between two tries: {@code firstWait} after the first failure, twice as long
 * after each further one, {@code longestWait} at most.
 *
 * @param what is tried, for the table in docs/operating
 * @param tries in all, with the first; {@link #UNLIMITED}: until it succeeds
 * @param afterwards what happens when the last one failed; of unlimited tries, what holds meanwhile
 */
public record RetryPolicy(String what, int tries, Duration firstWait, Duration longestWait, String afterwards) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int MAX_DOUBLINGS = 30;

    public RetryPolicy {
        if (tries < 1 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException(
                    "a policy of " + tries + " tries, " + firstWait + " to " + longestWait + " apart");
        }
    }

    /** So many tries with no wait at all, on the thread that failed: for stores in memory. */
    public static RetryPolicy immediately(int tries) {
        return new RetryPolicy("in memory", tries, Duration.ZERO, Duration.ZERO, "it fails");
    }

    /** The same rests with fewer tries, where something else already repeats the whole. */
    RetryPolicy atMost(int fewer) {
        return new RetryPolicy(what, Math.min(tries, fewer), firstWait, longestWait, afterwards);
    }

    /** Whether to try again after so many failures. */
    public boolean allows(int failures) {
        return failures < tries;
    }

    /** @param failures so far, from 1 */
    public Duration waitAfter(int failures) {
        Duration doubled = firstWait.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
    }

    /** All waits together; of meaning where tries are limited. */
    public Duration waits() {
        Duration all = Duration.ZERO;
        for (int failures = 1; failures < tries; failures++) {
            all = all.plus(waitAfter(failures));
        }
        return all;
    }

    /** Completes after the wait that follows so many failures; at once, on this thread, where there is none. */
    public CompletionStage<Void> pauseAfter(int failures) {
        Duration wait = waitAfter(failures);
        return wait.isZero()
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.runAsync(
                        () -> {}, CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Waits as long as a server has asked for. */
    public static void sleep(Duration asked) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(asked.toNanos());
    }

    /** As {@link #pauseAfter}, holding the thread. */
    public void sleepAfter(int failures) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(waitAfter(failures).toNanos());
    }

    /**
     * Tries until it succeeds, fails for good, or has been tried often enough.
     *
     * @param attempt may throw as well as complete exceptionally
     * @param passing whether a failure may be gone the next time, given as it was thrown, without the wrappings of futures
     * @return completes with the last failure, unwrapped
     */
    public <T> CompletionStage<T> run(Supplier<? extends CompletionStage<T>> attempt, Predicate<Throwable> passing) {
        CompletableFuture<T> result = new CompletableFuture<>();
        run(attempt, passing, 1, result);
        return result;
    }

    private <T> void run(
            Supplier<? extends CompletionStage<T>> attempt,
            Predicate<Throwable> passing,
            int number,
            CompletableFuture<T> result) {
        CompletionStage<T> sent;
        try {
            sent = attempt.get();
        } catch (RuntimeException refused) {
            sent = CompletableFuture.failedFuture(refused);
        }
        sent.whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
                return;
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (allows(number) && passing.test(cause)) {
                pauseAfter(number).thenRun(() -> run(attempt, passing, number + 1, result));
            } else {
                result.completeExceptionally(cause);
            }
        });
    }

    /** The waits one after another, for whoever waits by itself. */
    public Backoff backoff(RandomGenerator random) {
        return new Backoff(this, random);
    }
}
