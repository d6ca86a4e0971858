package tallyroll.faultinjection;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** Every second one of the first writes of summary rows is done, and its answer lost. */
record LoseAnswers(FaultLog log, int writes, AtomicInteger entered) implements InjectedFault {
    LoseAnswers(FaultLog log, int writes) {
        this(log, writes, new AtomicInteger());
    }

    @Override
    public CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        int number = entered.incrementAndGet();
        return number <= writes && number % 2 == 1 ? log.answerLost(write) : write.get();
    }
}
