package tallyroll.cli;

/** What the process tells its caller; the numbers are part of the product's interface. */
public enum ExitCode {
    /** Done, and everything that was checked is right. */
    RIGHT(0),
    /** Could not be done; standard error says why. */
    FAILED(1),
    /** The command line or the definition file is wrong; nothing was touched. */
    USAGE(2),
    /** Done, and stored summaries differ from the record. */
    DRIFT(3),
    /** Stopped because another driver holds the pipeline's lease; nothing wrong was written. */
    FENCED(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number the process exits with. */
    public int number() {
        return number;
    }
}
