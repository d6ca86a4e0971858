package tallyroll.receiver;

import tallyroll.TallyrollException;

/** A receiver cannot work as it is defined; the message says what, with which value, and what to do. */
public final class ReceiverException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public ReceiverException(String message, Throwable cause) {
        super(message, cause);
    }

    public ReceiverException(String message) {
        super(message);
    }
}
