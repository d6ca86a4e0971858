package tallyroll.command;

import tallyroll.cli.Console;
import tallyroll.verify.VerificationReport;

/** Prints how a repair goes, here or at the driver that does it. */
final class RepairLines extends RequestLines {
    private final Console console;
    private final VerificationOptions options;
    private boolean right = true;

    RepairLines(Console console, VerificationOptions options) {
        super(console);
        this.console = console;
        this.options = options;
    }

    /** Whether nothing was seen here that is wrong still. */
    boolean right() {
        return right;
    }

    @Override
    public void compared(VerificationReport found) {
        options.print(console, found);
        if (found.right()) {
            Messages.of(found).forEach(console::note);
        }
    }

    @Override
    public void corrected(long rows, int batches, VerificationReport found) {
        right = found.right();
        console.note("corrected %,d rows".formatted(rows));
        Messages.of(found).forEach(console::note);
    }
}
