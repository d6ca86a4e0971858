package tallyroll.verify;

/** A batch of a request failed and may be claimed still: whoever ran it must recover before anything else is claimed. */
public final class UnfinishedBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnfinishedBatchException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
