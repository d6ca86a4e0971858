package tallyroll.faultinjection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/**
 * Each of the first writes ends in a way that tells its sender little, in turn: written but the answer lost; never sent and no
 * answer; no answer and arriving after a later batch; refused.
 */
record UnknownOutcomes(FaultLog log, int writes, AtomicInteger entered, DelayedWrites delayed)
        implements InjectedFault {
    UnknownOutcomes(FaultLog log, int writes) {
        this(log, writes, new AtomicInteger(), new DelayedWrites(log));
    }

    @Override
    public CompletionStage<WriteOutcome> writing(Supplier<CompletionStage<WriteOutcome>> write) {
        int number = entered.incrementAndGet();
        if (number > writes) {
            return write.get();
        }
        return switch (number % 4) {
            case 1 -> log.answerLost(write);
            case 2 -> {
                log.append("never sent, no answer");
                yield CompletableFuture.completedFuture(FaultLog.NO_ANSWER);
            }
            case 3 -> {
                log.append("sent late, no answer");
                delayed.add(write);
                yield CompletableFuture.completedFuture(FaultLog.NO_ANSWER);
            }
            default -> {
                log.append("refused");
                yield CompletableFuture.completedFuture(new WriteOutcome.Refused("it was refused on purpose"));
            }
        };
    }

    @Override
    public void laterBatchCommitted() {
        delayed.sendAll();
    }
}
