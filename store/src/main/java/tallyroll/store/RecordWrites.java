package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import tallyroll.retry.Retries;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.StoreException;

/**
 * The writes of one appender: bounded in flight by bytes, tried again when refused or unknown. Trying again is always safe here,
 * because key, write timestamp and content are the same each time. Used by one thread, answered by the driver's.
 */
final class RecordWrites {
    private static final int KILOBYTES_IN_FLIGHT = 4_096;
    private static final int MIN_KILOBYTES = 64;
    private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

    private final Requests requests;
    private final RetryPolicy retry;
    private final Semaphore room = new Semaphore(KILOBYTES_IN_FLIGHT);
    private final AtomicReference<StoreException> fault = new AtomicReference<>();

    RecordWrites(Requests requests) {
        this(requests, Retries.STORE_RECORD);
    }

    RecordWrites(Requests requests, RetryPolicy retry) {
        this.requests = requests;
        this.retry = retry;
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
        CompletableFuture<Void> done = before.thenCompose(
                        ready -> retry.run(() -> requests.send(statement), Answers::passing))
                .<Void>thenApply(answer -> null)
                .toCompletableFuture();
        return done.whenComplete((none, failed) -> {
            if (failed != null) {
                fault.compareAndSet(null, unwritten(what, failed));
            }
            room.release(kilobytes);
        });
    }

    /**
     * Sends a write that nothing else waits for but {@link #await}; throws at once what failed at once.
     *
     * @param what completes the sentence "Cannot record …"
     */
    void add(Statement<?> statement, long bytes, String what) {
        add(AT_ONCE, statement, bytes, what);
    }

    /** As {@link #add(Statement, long, String)}, once {@code before} is done. */
    void add(CompletionStage<?> before, Statement<?> statement, long bytes, String what) {
        if (send(before, statement, bytes, what).isCompletedExceptionally()) {
            check();
        }
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
            throw failed.again();
        }
    }

    private StoreException unwritten(String what, Throwable failed) {
        Throwable cause = Answers.bare(failed);
        if (cause instanceof StoreException already) {
            return already;
        }
        return Answers.failure(
                "Cannot record " + what + ": " + Answers.message(cause) + ". It was tried up to " + retry.tries()
                        + " times; the batch stays claimed and is run again.",
                cause);
    }
}
