package tallyroll.command;

import tallyroll.cli.Console;
import tallyroll.control.Request;
import tallyroll.control.Request.Progress;
import tallyroll.run.MaintenanceRun;
import tallyroll.verify.VerificationReport;

/** Prints how a request goes, here or at the driver that does it. */
class RequestLines implements MaintenanceRun.Watcher {
    private final Console console;
    private String last = "";

    RequestLines(Console console) {
        this.console = console;
    }

    @Override
    public final void changed(Request request) {
        Progress progress = request.progress();
        String line = progress.state() == Request.State.WAITING
                ? "request " + request.id() + " waits for the driver"
                : RequestTable.progress(progress);
        if (progress.state() != Request.State.FAILED) {
            say(line);
        }
        last = line;
    }

    private void say(String line) {
        if (!line.equals(last)) {
            console.note(line);
        }
        last = line;
    }

    @Override
    public void compared(VerificationReport found) {
        // only a repair compares
    }

    @Override
    public final void progress(long done, long total, String message) {
        if (done > 0) {
            say(RequestTable.progress(done, total, message));
        }
    }

    @Override
    public void corrected(long rows, int batches, VerificationReport found) {
        // the stored request says so too
    }

    @Override
    public final void log(String line) {
        console.note(line);
    }
}
