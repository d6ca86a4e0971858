package tallyroll.faultinjection;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** One task fails during its writes of summary rows. */
record FailInApply(FaultLog log, FirstWrites first) implements InjectedFault {
    /** @param writes how many are done before */
    FailInApply(FaultLog log, int writes) {
        this(log, new FirstWrites(writes));
    }

    @Override
    public CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        int number = first.next();
        if (number <= first.count()) {
            return first.send(write);
        }
        return number == first.count() + 1
                ? first.allAnswered().thenCompose(none -> log.failed("failed during its writes"))
                : write.get();
    }
}
