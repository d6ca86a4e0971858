package tallyroll.retry;

import tallyroll.TallyrollException;

/** A server was away for longer than it is waited for, or waiting for it was ended. */
public final class OutageException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    OutageException(String message, Throwable cause) {
        super(message, cause);
    }
}
