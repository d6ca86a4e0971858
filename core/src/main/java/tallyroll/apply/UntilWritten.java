package tallyroll.apply;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tallyroll.retry.RetryPolicy;
import tallyroll.summary.StoreException;
import tallyroll.summary.WriteOutcome;

/**
 * Sends a write, and sends it again while its outcome is not "written". Only for writes that are to be repeated as they are; a
 * total that depends on what is stored is decided again instead, see {@link PartitionApply}.
 */
final class UntilWritten {
    private final String what;
    private final Supplier<CompletionStage<WriteOutcome>> write;
    private final RetryPolicy retry;

    /** @param what cannot be done, for the error: {@code apply batch 7 to "delays_partials"} */
    UntilWritten(String what, Supplier<CompletionStage<WriteOutcome>> write, RetryPolicy retry) {
        this.what = what;
        this.write = write;
        this.retry = retry;
    }

    /** @param onUnknown whether a write of unknown outcome is sent again; if not it is left at that */
    CompletionStage<Void> send(boolean onUnknown) {
        return send(onUnknown, 1);
    }

    private CompletionStage<Void> send(boolean onUnknown, int attempt) {
        return write.get().thenCompose(outcome -> {
            boolean again =
                    outcome instanceof WriteOutcome.Refused || (outcome instanceof WriteOutcome.Unknown && onUnknown);
            return again ? again(onUnknown, attempt, outcome) : CompletableFuture.completedFuture(null);
        });
    }

    private CompletionStage<Void> again(boolean onUnknown, int attempt, WriteOutcome last) {
        if (!retry.allows(attempt)) {
            return CompletableFuture.failedFuture(StoreException.unwritten(
                    "Cannot " + what + ": not written after " + attempt + " attempts (" + last.cause()
                            + "). See that Cassandra answers.",
                    last));
        }
        return retry.pauseAfter(attempt).thenCompose(rested -> send(onUnknown, attempt + 1));
    }
}
