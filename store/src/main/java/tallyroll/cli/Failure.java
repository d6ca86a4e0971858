package tallyroll.cli;

/**
 * A verb that cannot go on. Its message is all the user sees: what could not be done, to what, the value seen, the
 * rule, and what to do.
 */
public final class Failure extends RuntimeException {
    private final ExitCode exitCode;

    public Failure(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public Failure(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Something went wrong on the way. */
    public static Failure failed(String message) {
        return new Failure(ExitCode.FAILED, message);
    }

    /** What the user asked for makes no sense; nothing was touched. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
