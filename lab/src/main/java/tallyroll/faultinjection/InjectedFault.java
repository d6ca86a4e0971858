package tallyroll.faultinjection;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/**
 * One thing that goes wrong in front of a pipeline's stores, once. Each method is one place in a batch, is called only in
 * batches that the fault is planned for ({@link Injection} sees to that), and passes the call through unless this is the place
 * where the fault happens. Tasks call concurrently.
 */
sealed interface InjectedFault
        permits HoldAfterClaim,
                WaitAfterClaim,
                HoldInRecord,
                FailAfterRecord,
                HoldInApply,
                WaitInApply,
                FailInApply,
                LateWrite,
                LoseAnswers,
                UnknownOutcomes,
                DieOfMemory,
                HoldBeforeCommit {
    /** The batch has been claimed. */
    default void claimed() {}

    /** In place of the call by which a task finishes recording. */
    default void recording(Runnable finish) {
        finish.run();
    }

    /** In place of a write of summary rows, or of an addition to counters. */
    default CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        return write.get();
    }

    /** The batch is about to be committed. */
    default void committing() {}

    /** A later batch has been committed. */
    default void laterBatchCommitted() {}
}
