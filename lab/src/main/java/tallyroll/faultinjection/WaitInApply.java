package tallyroll.faultinjection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** Some writes of summary rows are done; the others are sent when the fault is released. */
record WaitInApply(FaultLog log, FirstWrites first, CompletableFuture<Void> released) implements InjectedFault {
    /** @param writes how many are done */
    WaitInApply(FaultLog log, int writes) {
        this(log, new FirstWrites(writes), new CompletableFuture<>());
    }

    @Override
    public CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        if (first.next() <= first.count()) {
            return first.send(write);
        }
        if (released.isDone()) {
            return write.get();
        }
        return first.allAnswered()
                .thenRunAsync(this::awaitRelease)
                .thenCompose(none -> write.get())
                .whenComplete((outcome, failure) -> log.append(FaultLog.SENT_AFTER_RELEASE + outcome));
    }

    private void awaitRelease() {
        log.appendWritesDone(first.count());
        log.awaitRelease();
        released.complete(null);
    }
}
