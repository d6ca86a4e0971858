package tallyroll.run;

import java.util.Optional;
import java.util.function.Consumer;
import tallyroll.batch.BatchRunner;
import tallyroll.control.SourceReplacedException;
import tallyroll.importing.ImportException;
import tallyroll.verify.UnfinishedBatchException;

/**
 * What is done about a batch that is claimed and cannot be run: it is run again until it can, for what it has claimed of the source is
 * nobody else's. Only of an import is it closed, where the file is gone: it is not the source, and its events can be imported again.
 */
final class Recovery {
    private Recovery() {}

    /** Runs again what an ended driver left open. */
    static void recover(BatchRunner runner, Consumer<String> log) {
        try {
            runner.recover();
        } catch (Exception failed) { // also Spark's, which it does not declare
            log.accept(closedImport(runner, failed)
                    .orElseThrow(() -> failed instanceof RuntimeException own
                            ? own
                            : new IllegalStateException(Causes.message(failed), failed))
                    .getMessage());
        }
    }

    /** What to throw for an import that failed: the request's own failure, where nothing is left claimed. */
    static RuntimeException failedImport(BatchRunner runner, Exception failed) {
        if (runner.lease().state().open().isEmpty()
                && !runner.mustRecover()
                && failed instanceof RuntimeException own) {
            return own;
        }
        return closedImport(runner, failed)
                .<RuntimeException>map(closed -> closed)
                .orElseGet(() -> new UnfinishedBatchException(failed));
    }

    private static Optional<ImportException> closedImport(BatchRunner runner, Exception failed) {
        return Causes.of(failed, ImportException.class)
                .or(() -> Causes.of(failed, SourceReplacedException.class).map(ImportException::changed))
                .filter(unreadable -> runner.giveUpImport());
    }
}
