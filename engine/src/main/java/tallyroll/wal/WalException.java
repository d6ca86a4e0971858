package tallyroll.wal;

import java.io.IOException;
import java.util.Optional;
import tallyroll.TallyrollException;

/** The write-ahead log cannot be written or read; the message says which directory, why, by what rule, and what to do. */
public final class WalException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    private final boolean unanswered;

    public WalException(String message, Throwable cause) {
        this(message, cause, false);
    }

    public WalException(String message) {
        this(message, null, false);
    }

    private WalException(String message, Throwable cause, boolean unanswered) {
        super(message, cause);
        this.unanswered = unanswered;
    }

    /** The storage did not do what it was asked, and may the next time. */
    static WalException unanswered(String message, IOException cause) {
        return new WalException(message, cause, true);
    }

    @Override
    public Optional<String> away() {
        return unanswered ? Optional.of("the storage of the write-ahead log") : Optional.empty();
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
