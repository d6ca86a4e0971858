package tallyroll.tls;

import tallyroll.TallyrollException;

/** A file of certificates or of a key cannot be used; the message names it, and says what it should hold. */
public final class TlsException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
