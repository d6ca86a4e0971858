package tallyroll.control;

import tallyroll.TallyrollException;

/** The source is not the one that was read before: going on would read it from the middle. Nothing that was read of it counts. */
public final class SourceReplacedException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public SourceReplacedException(String message) {
        super(message);
    }
}
