package tallyroll.cli;

import java.util.Arrays;

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
    FENCED(4),
    /** Ended by an error of the process, such as no memory, or because it could not end in order in time; nothing is lost by it. */
    DIED(6),
    /** Refused because the source is not the one that was read before; nothing was read. */
    REPLACED(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    static ExitCode of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(FAILED);
    }

    /** The number the process exits with. */
    public int number() {
        return number;
    }
}
