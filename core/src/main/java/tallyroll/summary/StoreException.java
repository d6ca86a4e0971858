package tallyroll.summary;

import java.util.Optional;
import tallyroll.TallyrollException;

/** A store could not answer a read, or refused what it was asked. The message names what, where and what to do. */
public final class StoreException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    /** The store answered, and will answer the same again: the statement, the definition or what is stored is at fault. */
    public StoreException(String message, Throwable cause) {
        this(false, message, cause);
    }

    private StoreException(boolean unreachable, String message, Throwable cause) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** No node answered in time, or too few replicas were up: the same may succeed later. */
    public static StoreException unreachable(String message, Throwable cause) {
        return new StoreException(true, message, cause);
    }

    /** A write of which this was the last that was heard. */
    public static StoreException unwritten(String message, WriteOutcome last) {
        boolean answered = last instanceof WriteOutcome.Unknown unknown && unknown.answered();
        return new StoreException(!answered, message, null);
    }

    /** The same failure, thrown where it is noticed. */
    public StoreException again() {
        return new StoreException(unreachable, getMessage(), this);
    }

    @Override
    public Optional<String> away() {
        return unreachable ? Optional.of("Cassandra") : Optional.empty();
    }
}
