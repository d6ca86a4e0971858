package tallyroll.expression;

/** An expression that cannot be used; the message is a predicate of it: <i>names "dely", which is not a field; …</i>. */
final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}
