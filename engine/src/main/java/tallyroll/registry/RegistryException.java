package tallyroll.registry;

import java.util.Optional;
import tallyroll.TallyrollException;

/** A registry that did not give what was asked of it, which is no event's fault. */
public final class RegistryException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    private final boolean away;

    private RegistryException(String message, boolean away, Throwable cause) {
        super(message, cause);
        this.away = away;
    }

    /** It did not answer, or said that it cannot at present. */
    static RegistryException away(String message, Throwable cause) {
        return new RegistryException(message, true, cause);
    }

    /** It answers, and will answer the same again. */
    static RegistryException refused(String message) {
        return new RegistryException(message, false, null);
    }

    @Override
    public Optional<String> away() {
        return away ? Optional.of("the schema registry") : Optional.empty();
    }
}
