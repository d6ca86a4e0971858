package tallyroll.store;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tallyroll.retry.Retries;

/**
 * The session with a bound on the requests in flight. Those beyond it wait in a queue of ours, where the driver's timeout does
 * not run yet; {@link #send} never blocks, so it may be called from the driver's own threads.
 */
final class Requests {
    private final CqlSession session;
    private final int max;
    private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();
    private final Silence silence = new Silence(System::nanoTime);
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int running;
    private boolean draining;

    private record Waiting(Statement<?> statement, CompletableFuture<AsyncResultSet> answer) {}

    Requests(CqlSession session, int max) {
        this.session = session;
        this.max = max;
    }

    /** A prepared read, which is asked again when it got no answer. Blocks the first time. */
    PreparedStatement read(String cql) {
        return prepare(cql, true);
    }

    /** A prepared write: nobody repeats it but us. Blocks the first time. */
    PreparedStatement write(String cql) {
        return prepare(cql, false);
    }

    CompletionStage<AsyncResultSet> send(Statement<?> statement) {
        Waiting request = new Waiting(statement, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(request);
        }
        drain();
        return request.answer;
    }

    private PreparedStatement prepare(String cql, boolean repeatable) {
        PreparedStatement known = prepared.get(cql);
        if (known == null) {
            known = await(
                    cql,
                    () -> session.prepareAsync(SimpleStatement.newInstance(cql).setIdempotent(repeatable)));
            prepared.put(cql, known);
        }
        return known;
    }

    /** One thread drains at a time, in a loop: answers that come at once must not call deeper and deeper. */
    private void drain() {
        while (true) {
            Waiting next;
            synchronized (this) {
                if (draining || running >= max || waiting.isEmpty()) {
                    return;
                }
                draining = true;
                running++;
                next = waiting.remove();
            }
            try {
                start(next);
            } finally {
                synchronized (this) {
                    draining = false;
                }
            }
        }
    }

    private void start(Waiting request) {
        boolean repeatable = Boolean.TRUE.equals(request.statement.isIdempotent());
        attempt(() -> session.executeAsync(request.statement), repeatable).whenComplete((answer, fault) -> {
            synchronized (this) {
                running--;
            }
            drain();
            if (fault == null) {
                request.answer.complete(answer);
            } else {
                request.answer.completeExceptionally(fault);
            }
        });
    }

    /** A write is sent once: whether it may be sent again is decided by who knows its write timestamp. */
    private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> ask, boolean repeatable) {
        return Retries.STORE_READ.run(
                () -> ask.get().whenComplete((answer, fault) -> silence.heard(fault)),
                failure -> repeatable && Answers.passing(failure) && !silence.tooLong());
    }

    private <T> T await(String cql, Supplier<CompletionStage<T>> ask) {
        try {
            return join(attempt(ask, true));
        } catch (RuntimeException fault) {
            throw Pages.failed("Cannot prepare \"" + cql + "\"", fault);
        }
    }

    /** As {@link #send}, waiting for the answer. Not for the driver's own threads. */
    AsyncResultSet ask(Statement<?> statement) {
        return join(send(statement));
    }

    private static <T> T join(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException fault) {
            throw fault.getCause() instanceof RuntimeException cause ? cause : fault;
        }
    }
}
