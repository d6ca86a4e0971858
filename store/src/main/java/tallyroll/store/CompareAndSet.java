package tallyroll.store;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.StoreException;

/**
 * Changes one row by a lightweight transaction, until it is known whether it was changed.
 *
 * <p>A transaction whose answer was lost may have been applied, or may be applied yet. Each carries a nonce of its own: a read at
 * serial consistency tells whether ours is in the row. If it is not and the row still has the expected version, the very
 * same transaction is sent again: either of the two copies can be applied, never both, because the first to be applied moves
 * the version on. Only when the row's version has moved under another nonce is it certain that we lost.
 */
final class CompareAndSet {
    private final Requests requests;
    private final RetryPolicy retry;

    CompareAndSet(Requests requests, RetryPolicy retry) {
        this.requests = requests;
        this.retry = retry;
    }

    /** The stored row as far as a decision needs it. */
    record Seen(long version, UUID nonce) {}

    /**
     * One change.
     *
     * @param what cannot be done, for the error: {@code Cannot change the control row of "flights"}
     * @param expected the version it changes; 0 where the row is made
     */
    record Change(BoundStatement transaction, String what, long expected, UUID nonce) {}

    /** @param stored reads the row at serial consistency */
    boolean make(Change change, Supplier<Optional<Seen>> stored) {
        RuntimeException lost = null;
        for (int attempt = 1; ; attempt++) {
            try {
                Row answer = requests.ask(change.transaction()).one();
                if (answer != null && answer.getBoolean("[applied]")) {
                    return true;
                }
            } catch (RuntimeException fault) {
                if (!Answers.passing(fault)) {
                    throw fault;
                }
                lost = fault;
            }
            Optional<Seen> seen = stored.get();
            if (seen.isPresent() && change.nonce().equals(seen.get().nonce())) {
                return true;
            }
            if (seen.map(Seen::version).orElse(0L) != change.expected()) {
                return false;
            }
            if (!retry.allows(attempt)) {
                throw unanswered(change, lost);
            }
            rest(attempt);
        }
    }

    private void rest(int failures) {
        try {
            retry.sleepAfter(failures);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private StoreException unanswered(Change change, RuntimeException lost) {
        return Answers.failure(
                change.what() + " from version " + change.expected() + ": " + retry.tries()
                        + " tries got no answer, and the change may yet be applied. Read it again when Cassandra"
                        + " answers.",
                lost);
    }
}
