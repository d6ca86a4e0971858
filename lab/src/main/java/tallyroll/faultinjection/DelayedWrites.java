package tallyroll.faultinjection;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import tallyroll.summary.WriteOutcome;

/** Writes that arrive long after those who sent them gave them up. */
record DelayedWrites(FaultLog log, Queue<Supplier<CompletionStage<WriteOutcome>>> writes) {
    DelayedWrites(FaultLog log) {
        this(log, new ConcurrentLinkedQueue<>());
    }

    void add(Supplier<CompletionStage<WriteOutcome>> write) {
        writes.add(write);
    }

    /** Sends each of them, once. */
    void sendAll() {
        for (var write = writes.poll(); write != null; write = writes.poll()) {
            log.append("late: " + write.get().toCompletableFuture().join());
        }
    }
}
