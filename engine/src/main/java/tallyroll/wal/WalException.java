package tallyroll.wal;

import tallyroll.TallyrollException;

/** The write-ahead log cannot be written or read; the message says which directory, why, by what rule, and what to do. */
public final class WalException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public WalException(String message, Throwable cause) {
        super(message, cause);
    }

    public WalException(String message) {
        super(message);
    }

    /** What an exception of a file system says of itself; some have no message. */
    static String said(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getCause() == null || cause.getCause() == cause
                    ? cause.getClass().getSimpleName()
                    : said(cause.getCause());
        }
        return message.strip();
    }
}
