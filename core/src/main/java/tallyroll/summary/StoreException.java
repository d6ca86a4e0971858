package tallyroll.summary;

/** A store could not answer a read, or refused what it was asked. The message names what, where and what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
