package tallyroll.bytes;

import tallyroll.TallyrollException;

/** Stored or shuffled bytes that no version of a format reads: torn, flipped or foreign. The message says where and why. */
public final class MalformedBytesException extends TallyrollException {
    private static final long serialVersionUID = 1L;

    public MalformedBytesException(String message) {
        super(message);
    }

    public MalformedBytesException(String message, Throwable cause) {
        super(message, cause);
    }
}
