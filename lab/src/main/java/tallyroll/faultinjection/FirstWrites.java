package tallyroll.faultinjection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** The first writes of a batch, which go through before the fault happens to those that follow. */
final class FirstWrites {
    private final int count;
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();

    FirstWrites(int count) {
        this.count = count;
        if (count == 0) {
            allAnswered.complete(null);
        }
    }

    int count() {
        return count;
    }

    /** The number of the next write, from 1. */
    int next() {
        return entered.incrementAndGet();
    }

    /** Sends one of the first writes. */
    CompletionStage<WriteOutcome> send(Supplier<CompletionStage<WriteOutcome>> write) {
        return write.get().whenComplete((outcome, failure) -> {
            if (answered.incrementAndGet() == count) {
                allAnswered.complete(null);
            }
        });
    }

    /** Done when all the first writes are answered, so that it is certain that they were made. */
    CompletableFuture<Void> allAnswered() {
        return allAnswered;
    }
}
