package tallyroll.file;

import tallyroll.TallyrollException;

/** A file cannot be cut into values; the message is a sentence with the file, the place and what to do. */
public final class EventFileException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    EventFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
