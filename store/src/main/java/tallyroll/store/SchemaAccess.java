package tallyroll.store;

import com.datastax.oss.driver.api.core.CqlSession;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import tallyroll.retry.Waits;
import tallyroll.summary.StoreException;

/**
 * The session by which tables are looked at and changed, as they are now. That is the one of all requests, until it failed to read
 * the tables again: the driver then ends no further such read, so from there on each work has a session of its own, which reads
 * them as it connects.
 */
final class SchemaAccess {
    private final CqlSession session;
    private final Supplier<CqlSession> another;
    private volatile boolean stuck;

    SchemaAccess(CqlSession session, Supplier<CqlSession> another) {
        this.session = session;
        this.another = another;
    }

    /** @throws StoreException when Cassandra does not answer */
    <T> T with(Function<CqlSession, T> work) {
        if (!stuck) {
            refresh();
            return work.apply(session);
        }
        try (CqlSession own = another.get()) {
            return work.apply(own);
        }
    }

    private void refresh() {
        try {
            session.refreshSchemaAsync().toCompletableFuture().get(Waits.STORE_SCHEMA.millis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException away) {
            stuck = true;
            throw StoreException.unreachable(
                    "Cannot read which tables there are: " + Answers.message(away)
                            + ". Nothing was changed; try again when Cassandra answers.",
                    away);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while reading which tables there are. Nothing was changed.", stop);
        }
    }
}
