package tallyroll.http;

/** A request of which nothing was taken, with the status and the sentence that the sender gets. */
final class HttpError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    HttpError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    HttpReply answer() {
        return HttpReply.refused(status, getMessage());
    }
}
