package tallyroll.summary;

import tallyroll.TallyrollException;

/** A store could not answer a read, or refused what it was asked. The message names what, where and what to do. */
public final class StoreException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
