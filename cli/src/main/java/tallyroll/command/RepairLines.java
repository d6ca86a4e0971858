package tallyroll.command;

import tallyroll.cli.Console;
import tallyroll.control.Request;
import tallyroll.control.Request.Progress;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.VerificationReport;

/** Prints how a repair goes, here or at the driver that does it. */
final class RepairLines implements MaintenanceRun.Watcher {
    private final Console console;
    private final VerificationOptions options;
    private String last = "";
    private boolean right = true;

    RepairLines(Console console, VerificationOptions options) {
        this.console = console;
        this.options = options;
    }

    /** Whether nothing was seen here that is wrong still. */
    boolean right() {
        return right;
    }

    @Override
    public void changed(Request request) {
        Progress progress = request.progress();
        String line = progress.state() == Request.State.WAITING
                ? "request " + request.id() + " waits for the driver"
                : RequestTable.progress(progress);
        if (!line.equals(last) && progress.state() != Request.State.FAILED) {
            console.note(line);
        }
        last = line;
    }

    @Override
    public void compared(VerificationReport found) {
        options.print(console, found);
        if (found.right()) {
            Messages.of(found).forEach(console::note);
        }
    }

    @Override
    public void progress(long done, long total, String message) {
        // the stored request says so too
    }

    @Override
    public void corrected(long rows, int batches, VerificationReport found) {
        right = found.right();
        console.note("corrected %,d rows".formatted(rows));
        Messages.of(found).forEach(console::note);
    }

    @Override
    public void log(String line) {
        console.note(line);
    }
}
