package tallyroll.run;

import tallyroll.cli.ExitCode;
import tallyroll.cli.Failure;
import tallyroll.control.FencedException;

/** Turns what ends a verb of the engine into what its user reads, and the exit code. */
public final class Failures {
    private Failures() {}

    public static Failure of(Throwable failure) {
        if (failure instanceof Failure already) {
            return already;
        }
        return Causes.of(failure, FencedException.class)
                .map(fenced -> new Failure(ExitCode.FENCED, fenced.getMessage(), failure))
                .orElseGet(() -> new Failure(ExitCode.FAILED, Causes.message(failure), failure));
    }
}
