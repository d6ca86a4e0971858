package tallyroll.send;

import tallyroll.TallyrollException;

/** Events could not be sent; the message says which were, of which it is not known, and what to do. */
public final class SendException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    SendException(String message, Throwable cause) {
        super(message, cause);
    }
}
