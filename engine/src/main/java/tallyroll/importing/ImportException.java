package tallyroll.importing;

import tallyroll.TallyrollException;

/** What was to be imported cannot be read; the message is a sentence with the file and what to do. */
public final class ImportException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    ImportException(String message, Throwable cause) {
        super(message, cause);
    }

    ImportException(String message) {
        this(message, null);
    }
}
