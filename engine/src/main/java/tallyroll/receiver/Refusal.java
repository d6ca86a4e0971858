package tallyroll.receiver;

/** A request of which nothing was taken, with the status and the sentence that the sender gets. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refusal(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    Answer answer() {
        return Answer.refused(status, getMessage());
    }
}
