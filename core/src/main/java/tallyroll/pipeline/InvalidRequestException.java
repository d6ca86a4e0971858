package tallyroll.pipeline;

import tallyroll.TallyrollException;

/** What was asked for does not fit the pipeline's definition, or makes no sense; nothing was touched. */
public final class InvalidRequestException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
