package tallyroll.faultinjection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** Some writes of summary rows are done; the others never begin. */
record HoldInApply(FaultLog log, FirstWrites first) implements InjectedFault {
    /** @param writes how many are done */
    HoldInApply(FaultLog log, int writes) {
        this(log, new FirstWrites(writes));
    }

    @Override
    public CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        if (first.next() <= first.count()) {
            return first.send(write);
        }
        return first.allAnswered()
                .thenRun(() -> log.appendWritesDone(first.count()))
                .thenCompose(none -> new CompletableFuture<>());
    }
}
