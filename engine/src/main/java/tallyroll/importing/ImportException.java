package tallyroll.importing;

import tallyroll.TallyrollException;

/** What was to be imported cannot be read; the message is a sentence with the file and what to do. */
public final class ImportException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    /** What was recorded is not what is there now. */
    public static ImportException changed(Exception why) {
        return new ImportException(
                "Cannot run an import's batch again: what it reads was changed meanwhile, for a record is another than the one that was"
                        + " recorded. The import ends here; what it has recorded counts, and what is there can be imported again.",
                why);
    }

    /** A topic or a table says why it cannot be read. */
    static ImportException unreadable(String place, TallyrollException why) {
        return new ImportException("Cannot import " + place + ": " + why.getMessage(), why);
    }

    ImportException(String message, Throwable cause) {
        super(message, cause);
    }

    ImportException(String message) {
        this(message, null);
    }
}
