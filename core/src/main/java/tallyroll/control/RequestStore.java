package tallyroll.control;

import java.util.List;

/**
 * Port: what is asked of the driver of each pipeline. Anybody posts; only the holder of the lease swaps. Safe for use by many
 * threads.
 *
 * <p>A request is kept for {@link #KEPT_DAYS} days after it last changed.
 */
public interface RequestStore {
    /** How long a request is kept after its last change, days. */
    int KEPT_DAYS = 30;

    /** Stores a new request; durable on return. Posting the same again, or one that was swapped since, changes nothing. */
    void post(String pipeline, Request request);

    /** All requests that are kept, oldest first. A request whose {@link #post} or {@link #swap} returned before is seen. */
    List<Request> list(String pipeline);

    /**
     * Replaces {@code expected} by {@code next} if the stored version is that of {@code expected}. Linearizable: of two that
     * expect the same version at most one succeeds. A store whose answer was lost reads again and decides; it never returns
     * without knowing.
     *
     * @return whether {@code next} is now stored
     */
    boolean swap(String pipeline, Request expected, Request next);

    /** Refuses a {@code next} that does not follow {@code expected}: that is a fault of the caller, not a lost race. */
    static void requireNext(Request expected, Request next) {
        if (!next.id().equals(expected.id())
                || next.progress().version() != expected.progress().version() + 1) {
            throw new IllegalArgumentException("version " + next.progress().version() + " of request " + next.id()
                    + " does not follow version " + expected.progress().version() + " of request " + expected.id());
        }
    }
}
