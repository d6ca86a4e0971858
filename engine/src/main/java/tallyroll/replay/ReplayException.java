package tallyroll.replay;

import tallyroll.TallyrollException;

/** Events could not be replayed; the message says which, why, and what to do. */
public final class ReplayException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message) {
        super(message);
    }

    ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
