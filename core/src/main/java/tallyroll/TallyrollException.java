package tallyroll;

import java.util.Optional;

/**
 * The root of everything Tallyroll's libraries throw on purpose. The message is written for people: what could not be done, to
 * which named thing, the value seen, the rule and what to do.
 *
 * <p>A caller can tell apart what it can act on: {@link tallyroll.pipeline.InvalidDefinitionException} and {@link
 * tallyroll.pipeline.InvalidRequestException} (correct what was asked; nothing was touched), {@link
 * tallyroll.control.FencedException} (another driver writes; stop, or try again when its lease is over) and, in {@code store} and
 * {@code engine}, those of the store, the source, the receiver and the write-ahead log (see to the thing named, then run again).
 */
public abstract class TallyrollException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected TallyrollException(String message) {
        super(message);
    }

    protected TallyrollException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * The server that is away, as people call it, where this failed because it did not answer and may succeed when it does; empty for
     * every other failure, which waiting does not mend.
     */
    public Optional<String> away() {
        return Optional.empty();
    }
}
