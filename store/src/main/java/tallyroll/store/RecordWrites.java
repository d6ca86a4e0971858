package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tallyroll.summary.StoreException;

/**
 * The writes of one appender: bounded in flight by bytes, tried again when refused or unknown. Trying again is always safe here,
 * because key, stamp and content are the same each time. Used by one thread, answered by the driver's.
 */
final class RecordWrites {
    private static final int KILOBYTES_IN_FLIGHT = 4_096;
    private static final int MIN_KILOBYTES = 64;
    private static final int TRIES = 8;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final Requests requests;
    private final Semaphore room = new Semaphore(KILOBYTES_IN_FLIGHT);
    private final AtomicReference<StoreException> fault = new AtomicReference<>();

    RecordWrites(Requests requests) {
        this.requests = requests;
    }

    /**
     * Sends a write once {@code before} is done; waits here while too much is in flight.
     *
     * @param what completes the sentence "Cannot record …"
     */
    CompletableFuture<Void> send(CompletionStage<?> before, Statement<?> statement, long bytes, String what) {
        check();
        int kilobytes = (int) Math.min(KILOBYTES_IN_FLIGHT, Math.max(MIN_KILOBYTES, bytes / 1024));
        room.acquireUninterruptibly(kilobytes);
        CompletableFuture<Void> done = before.thenCompose(ready -> attempt(statement, what, 1))
                .<Void>thenApply(answer -> null)
                .toCompletableFuture();
        return done.whenComplete((none, failed) -> {
            if (failed != null) {
                fault.compareAndSet(null, unwritten(what, failed));
            }
            room.release(kilobytes);
        });
    }

    /** Waits for everything sent; throws what went wrong. */
    void await() {
        room.acquireUninterruptibly(KILOBYTES_IN_FLIGHT);
        room.release(KILOBYTES_IN_FLIGHT);
        check();
    }

    /** Throws what went wrong so far. */
    void check() {
        StoreException failed = fault.get();
        if (failed != null) {
            throw new StoreException(failed.getMessage(), failed);
        }
    }

    private CompletionStage<AsyncResultSet> attempt(Statement<?> statement, String what, int number) {
        return requests.send(statement).exceptionallyCompose(failed -> {
            if (number == TRIES || !Answers.passing(failed)) {
                return CompletableFuture.failedFuture(Answers.bare(failed));
            }
            Executor later =
                    CompletableFuture.delayedExecutor(FIRST_PAUSE_MILLIS << (number - 1), TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later)
                    .thenCompose(none -> attempt(statement, what, number + 1));
        });
    }

    private static StoreException unwritten(String what, Throwable failed) {
        Throwable cause = Answers.bare(failed);
        if (cause instanceof StoreException already) {
            return already;
        }
        return new StoreException(
                "Cannot record " + what + ": " + Answers.message(cause) + ". It was tried up to " + TRIES
                        + " times; the batch stays claimed and is run again.",
                cause);
    }
}
