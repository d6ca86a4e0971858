package tallyroll.protobuf;

/** What should describe messages does not; the message ends a sentence about it. */
final class BadDescriptorException extends Exception {
    private static final long serialVersionUID = 1L;

    BadDescriptorException(String message) {
        super(message);
    }
}
