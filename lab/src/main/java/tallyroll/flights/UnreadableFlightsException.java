package tallyroll.flights;

/** A file of flights cannot be read; the message names the file, the place in it and the rule. */
public final class UnreadableFlightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableFlightsException(String file, String why, Throwable cause) {
        super("Cannot read flights from " + file + ": " + why, cause);
    }
}
