package tallyroll.event;

/**
 * An expression that has no value for one event: a division by zero, a cast of a text to a number. The message names the
 * expression, what went wrong, and the values of the fields it reads.
 */
public final class ExpressionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExpressionFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
