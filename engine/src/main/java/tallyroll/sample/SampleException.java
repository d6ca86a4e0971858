package tallyroll.sample;

import tallyroll.TallyrollException;

/** A sample that no definition can be made of; the message names the source, what was seen, and what to do. */
public final class SampleException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public SampleException(String message) {
        super(message);
    }

    SampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
